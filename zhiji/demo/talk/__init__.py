"""What customers and colleagues write and say: sentence templates, one file for each language and theme."""
