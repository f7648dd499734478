"""The demo company: a made-up maker of circuit boards and embedded computers, with years of history.

Everything is made by code from a seed; nothing is copied from a list of real people or firms.
"""
