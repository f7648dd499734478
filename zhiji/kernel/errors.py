"""Errors that people are meant to read."""


class Refused(Exception):
    """An action that rules or rights forbid; the message says what was wrong and what to do, in people's language."""


class Denied(Refused):
    """The actor has no right to do this, or to know that the thing exists."""


class Conflict(Refused):
    """Somebody else changed the record meanwhile."""
