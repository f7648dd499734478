"""What the inbox decides without a database: until when to snooze, what a failure means, how a wait is coloured."""

from datetime import datetime, timedelta

MORNING = 9
LATEST = 20
SHORTLY = timedelta(hours=3)
LONG, TOO_LONG = timedelta(hours=4), timedelta(hours=24)
# How an error that Python named reads to people: (begin of the error's name, code).
KNOWN_ERRORS = (
    ("LookupError: No adapter", "unknown_channel"),
    ("FileNotFoundError", "file_gone"),
    ("PermissionError", "file_locked"),
    ("MemoryError", "too_big"),
    ("RecursionError", "too_deep"),
    ("UnicodeError", "unreadable"),
    ("UnicodeDecodeError", "unreadable"),
    ("DataError", "does_not_fit"),
    ("IntegrityError", "does_not_fit"),
    ("DoesNotExist", "record_gone"),
    ("JSONDecodeError", "unreadable"),
    ("KeyError", "unreadable"),
)


def snooze_times(now: datetime) -> list[tuple[str, datetime]]:
    """Returns the times that are offered for coming back to something: (code, time), soonest first.

    now is in the zone of the person who is asked. “Later today” is not offered in the evening.
    """
    later = (now + SHORTLY).replace(minute=0, second=0, microsecond=0)
    morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    monday = morning + timedelta(days=7 - now.weekday())
    times = [("tomorrow", morning + timedelta(days=1))]
    if monday != times[0][1]:
        times.append(("monday", monday))
    if later.date() == now.date() and later.hour <= LATEST:
        times.insert(0, ("later", later))
    return times


def time_of_choice(code: str, now: datetime) -> datetime | None:
    """Returns the time that a choice stands for, None for an unknown one."""
    return dict(snooze_times(now)).get(code)


def waiting_tone(waited: timedelta) -> str:
    """Returns how urgent a wait looks: "", "warn" after four hours, "bad" after a day."""
    if waited >= TOO_LONG:
        return "bad"
    return "warn" if waited >= LONG else ""


def error_code(error: str) -> str:
    """Returns the code of what an error means to people; "other" where nobody has put it in words yet."""
    return next((code for begin, code in KNOWN_ERRORS if error.startswith(begin)), "other")


def split_text(text: str, most: int) -> tuple[str, str]:
    """Cuts a long text at the end of a line into what is shown at once and the rest."""
    if len(text) <= most:
        return text, ""
    cut = text.rfind("\n", most // 2, most)
    cut = cut if cut > 0 else most
    return text[:cut], text[cut:].lstrip("\n")


def is_own_mail_server_needed(is_set_for_all: bool, line_servers: list[str]) -> bool:
    """Tells whether no mail server is known that a message could go out through."""
    return not is_set_for_all and not any(line_servers)
