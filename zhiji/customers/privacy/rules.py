"""When a request about somebody's own data is due, and what may be kept in spite of an erasure."""

from datetime import datetime, timedelta

# GDPR Art. 12(3): one month. PIPL Art. 50 says “in time”; GB/T 35273-2020, 8.7 gives thirty days, the rules for apps of
# 2019 (App违法违规收集使用个人信息行为认定方法, 6) give fifteen working days: fifteen days keep both.
DAYS = {"gdpr": 30, "pipl": 15}
# Civil Code of the PRC, Art. 188: claims may be brought for three years (GDPR Art. 17(3)(e), PIPL Art. 47).
CLAIMS = timedelta(days=3 * 365)
# So long the copy that was made for somebody can be fetched.
COPY_KEPT = timedelta(days=30)


def due_at(received: datetime, law: str) -> datetime:
    """Returns until when a request must be answered; law is gdpr or pipl."""
    return received + timedelta(days=DAYS[law])


def urgency(due: datetime, now: datetime) -> str:
    """Says how pressing an open request is: "late", "soon" (three days or less) or ""."""
    if due < now:
        return "late"
    return "soon" if due - now <= timedelta(days=3) else ""


def claims_end(closed: datetime | None) -> datetime | None:
    """Returns until when a settled complaint may be kept; None while it is not settled."""
    return closed + CLAIMS if closed else None
