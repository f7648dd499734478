"""The mark that keeps spreadsheet programs from taking a text for a formula, put on and taken off again.

A cell that begins with = + - @, a tab or a line break is run as a formula by spreadsheet programs. Such a cell is
written with one apostrophe in front. A cell that has apostrophes before such a character already gets one more, so
that taking one off always gives back what was there. An apostrophe before anything else (’t Hooft) is left alone.
"""

import re

MARK = "'"
# With the full-width forms, which some spreadsheet programs take for the plain ones.
_DANGEROUS = "=+\\-@\t\r\n＝＋－＠"
_TO_MARK = re.compile(f"'*[{_DANGEROUS}]")
_MARKED = re.compile(f"'+[{_DANGEROUS}]")


def marked(text: str) -> str:
    """Writes a cell so that no spreadsheet program takes it for a formula: =x becomes '=x."""
    return MARK + text if _TO_MARK.match(text) else text


def unmarked(text: str) -> str:
    """Gives back the cell as it was before `marked`: '+86 becomes +86; what bears no mark stays as it is."""
    return text[1:] if text[:1] == MARK and _MARKED.match(text) else text
