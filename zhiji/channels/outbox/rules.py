"""When a message that could not be sent is tried again."""

from datetime import timedelta

# 1, 5, 15 minutes, then hourly: two days in all, as mail servers do (RFC 5321, 4.5.4.1: give up after 4 to 5 days;
# a customer who waits for an answer should have our failure known sooner).
PAUSES = (60, 300, 900, 3600)
TRIES = 50


def pause_after(attempts: int) -> timedelta | None:
    """Returns how long to wait after so many failed tries, or None when it is time to give up."""
    if attempts >= TRIES:
        return None
    return timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1])
