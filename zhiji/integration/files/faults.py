"""What people are told about rows and imports that went wrong."""

import errno
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhiji.integration.files.reading.faults import row_fault_text


def fault_text(code: str) -> str:
    """Says why an import stopped and what to do."""
    return {
        "no_space": _(
            "There is no space left on the disk. Make room, then go on: nothing is lost or done twice."
        ),
        "no_file": _("The kept file can't be read. Check the disk, or choose the list again."),
        "reader_died": _(
            "The list could not be read to its end, perhaps for want of memory. Go on to try again."
        ),
        "stopped": _("The import stopped unexpectedly. Go on to try again: nothing is done twice."),
    }[code]


def reason_of(faults: Iterable[Mapping[str, Any]]) -> str:
    """Says what is wrong with a row, all of it in one line."""
    return " ".join(dict.fromkeys(_reason(fault) for fault in faults))


def _reason(fault: Mapping[str, Any]) -> str:
    texts = {
        "no_name": _("The row names neither a person nor an organisation."),
        "unreadable_phone": _("“%(typed)s” is not a telephone number; it is left out."),
        "unreadable_mail": _("“%(typed)s” is not a mail address; it is left out."),
        "unreadable_tax_number": _("“%(typed)s” is not a valid tax number; it is left out."),
        "unreadable_own": _("“%(typed)s” may not stand in this field; it is left out."),
        "unknown_word": _("“%(typed)s” is not a word that is known here; it is left out."),
        "erased": _(
            "This person's data were erased on their own request; the row is left out. Whoever is to come back is"
            " entered by hand."
        ),
        "refused": _("The database would not take the row."),
        "forgotten": _(
            "What stood in the row was forgotten, as lists are after a time; see the list itself."
        ),
    }
    text = texts.get(fault["code"])
    return text % {"typed": fault.get("typed", "")} if text else row_fault_text(fault["code"])


def is_full(error: BaseException) -> bool:
    """Tells whether an error means that a disk is full."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, OSError) and found.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return True
        if any(word in str(found).lower() for word in ("disk is full", "disk i/o error", "no space left")):
            return True
        found = found.__cause__
    return False
