"""Numbers for people: a letter, a dash and at least six digits."""

import re

_NUMBER = re.compile(r"^\s*([A-Za-z]{1,3})\s*[-–—－]?\s*0*([0-9]{1,18})\s*$")


def human_number(prefix: str, key: int) -> str:
    """Writes a record's number, for example C-000123."""
    return f"{prefix}-{key:06d}"


def parse_number(text: str) -> tuple[str, int] | None:
    """Reads a number as people type it ("c-123", "C 000123") into prefix and key, or None if it is none."""
    match = _NUMBER.match(text)
    if match is None or int(match[2]) >= 2**63:
        return None
    return match[1].upper(), int(match[2])
