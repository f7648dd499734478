"""How much of a list file is believed, so that no file can hurt the machine. Sizes are in bytes."""

KIB = 1024
MIB = 1024 * KIB

BLOCK = 256 * KIB  # what is read of a text file at once
LONGEST_LINE = 1 * MIB  # a longer line is left out and told
LONGEST_RECORD = 1_000  # lines of one row with line breaks inside quotes; beyond, the quote was never meant
OPEN_QUOTES = 1_000  # so many quotes that never close are mended; then the person is asked
MOST_COLUMNS = 1_000
HEAD_ROWS = 200  # rows looked at to find the header, the delimiter and what columns hold
COUNTED_EXACTLY = 32 * MIB  # larger text files have their rows estimated

UNPACKED = 1_536 * MIB  # of a spreadsheet or zip file, by its own directory
RATIO = 400  # unpacked to packed, of an archive larger than RATIO_FROM
RATIO_FROM = 64 * MIB
ENTRIES = 10_000  # files in a zip file or folder

CHILD_MEMORY = 3 * 1024 * MIB  # address space of the process that reads a spreadsheet
CHILD_SECONDS = 300  # of computing
CHILD_OUTPUT = 4 * 1024 * MIB
SPOOL_ROWS = 1_000  # rows in one batch on disk
SPOOL_SIZE = 8 * MIB  # characters in one batch on disk

LONGEST_CARD = 20_000  # lines of one address card; pictures are long
LONGEST_CARD_LINE = 64 * KIB  # a longer value is a picture or a key, and left out
MOST_WAYS = 20  # telephone numbers, or mail addresses, of one card
