"""Reads any list of customers that people have: text tables, spreadsheets, address cards, and folders of them."""
