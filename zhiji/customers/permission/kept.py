"""The rules for contact as they are set now, kept in the process for a moment, for each message asks for them."""

from dataclasses import dataclass
from datetime import time

from zhiji.customers.permission.bounds import Cap, Quiet
from zhiji.customers.permission.models import ContactRule, Holiday, QuietTime
from zhiji.customers.permission.registry import purpose_of
from zhiji.kernel.access.cache import keep

# As an installation begins, before an administrator has set anything.
FIRST_CAP = Cap("", day=2, week=4, month=10)
FIRST_QUIET = (time(21), time(8))
KEPT_SECONDS = 30.0


@dataclass(frozen=True)
class SetRules:
    """All rules for contact: caps, quiet hours, and which purposes need a grant."""

    caps: tuple[Cap, ...]
    needs_grant: dict[str, bool]

    @property
    def quiet(self) -> Quiet:
        """Hours and days on which nobody is written to; read apart, for pages show only what was granted."""
        return keep("quiet hours", _read_quiet, KEPT_SECONDS)

    def asks_grant(self, purpose: str) -> bool:
        """Tells whether a purpose needs a grant: an administrator may ask for one where Zhiji does not."""
        return purpose_of(purpose).needs_grant or self.needs_grant.get(purpose, False)


def set_rules() -> SetRules:
    """Returns the rules as they are set now; another process learns of a change within KEPT_SECONDS."""
    return keep("contact rules", _read, KEPT_SECONDS)


def _read() -> SetRules:
    rows = list(ContactRule.objects.all())
    caps = tuple(Cap(row.purpose, row.per_day, row.per_week, row.per_month) for row in rows)
    needs = {row.purpose: row.needs_grant for row in rows}
    return SetRules(caps if "" in needs else (FIRST_CAP, *caps), needs)


def _read_quiet() -> Quiet:
    hours = QuietTime.objects.first()
    if hours is None:
        return Quiet(*FIRST_QUIET, closed=frozenset(Holiday.objects.values_list("day", flat=True)))
    closed = frozenset(Holiday.objects.values_list("day", flat=True) if hours.keeps_holidays else ())
    return Quiet(hours.begin, hours.end, closed, frozenset(hours.weekdays))
