"""What people are told about a file that can't be read, and about a row that needs a look."""

from django.utils.translation import gettext as _


class UnreadableList(Exception):
    """The file can't be read as a list; code says why, the message says it to people with what to do."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(code, details)

    def __str__(self) -> str:
        return unreadable_text(self.code, self.details)


def unreadable_text(code: str, details: dict[str, object]) -> str:
    """Says why a file can't be read and what to do, in people's language."""
    text = _file_texts().get(code) or _damage_texts()[code]
    return text % details if details else text


def _file_texts() -> dict[str, str]:
    return {
        "gone": _("The file is no longer there. Choose it again."),
        "no_access": _("The file can't be opened. Check who may read it, and choose it again."),
        "empty": _("The file is empty. Choose the file that holds the list."),
        "header_only": _("The file has names of columns but no rows. Choose the file that holds the list."),
        "picture": _("This is a picture. Choose the list itself: CSV, Excel, ODS or vCard."),
        "pdf": _("This is a PDF. Ask for the list it was printed from: CSV, Excel, ODS or vCard."),
        "web_page": _(
            "This is a web page that calls itself a table. Open it in your spreadsheet program and save it as XLSX."
        ),
        "other_format": _(
            "This is no list that can be read. Save it as CSV, Excel (XLSX), ODS or vCard, and choose that file."
        ),
        "binary": _(
            "The file holds no readable text. Save the list as CSV or XLSX again, and choose that file."
        ),
        "no_lists": _(
            "There is no list in the folder or zip file. It should hold CSV, Excel, ODS or vCard files."
        ),
        "none_read": _("None of the %(files)d files could be read. %(told)s"),
        "unknown_encoding": _(
            "There is no character set called “%(encoding)s”. Leave it empty to have it found."
        ),
    }


def _damage_texts() -> dict[str, str]:
    return {
        "encrypted": _("The file is protected by a password. Save it without one and choose it again."),
        "damaged": _(
            "The file is damaged. Open it in the program it comes from, save it again, and choose that."
        ),
        "bomb": _(
            "Unpacked, the file would be too large (%(size)d MB of at most %(limit)d MB). Split the list, or save it "
            "as CSV."
        ),
        "too_much": _(
            "The spreadsheet needs more memory or time than it may have. Remove what is not the list, or save it as "
            "CSV."
        ),
        "too_many_files": _("There are more than %(limit)d files in it. Split it into several."),
        "too_many_columns": _(
            "Row %(row)d has more than %(limit)d columns. Check the delimiter, or remove the columns not needed."
        ),
        "one_line": _(
            "The file is one line without end. Check that each customer stands on a line of its own."
        ),
        "open_quotes": _(
            "Many quotation marks are opened and never closed, the last in row %(row)d. Read the file again without "
            "quotation marks."
        ),
        "wrong_mark": _(
            "“%(mark)s” can't stand between cells or around them. Choose one character for each."
        ),
        "no_sheet": _("There is no sheet “%(sheet)s”. The sheets are: %(sheets)s."),
        "no_header_row": _(
            "There is no row %(row)d among the first %(limit)d rows. Choose the row with the names."
        ),
        "no_cards": _("There is no whole address card in the file. Export the contacts again as vCard."),
    }


def row_fault_text(code: str) -> str:
    """Says what is wrong with one row of a file, in people's language."""
    return {
        "too_many_cells": _("The row has more cells than there are columns."),
        "too_few_cells": _("The row has fewer cells than there are columns."),
        "other_encoding": _("The row is written in another character set than the rest of the file."),
        "undecodable": _("Some characters of the row can't be read in any character set."),
        "nul": _("The row holds NUL characters; they are left out."),
        "open_quote": _("A quotation mark is opened and never closed; it is taken as it stands."),
        "line_too_long": _("The line is too long to be a row; only its beginning is kept."),
        "rounded_number": _("A number has more than 15 digits; the spreadsheet has lost the last ones."),
        "bad_card": _("Some lines of the address card can't be read; they are left out."),
    }[code]
