from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import CharField, DateTimeField, Exists, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.parties.rules import PHONES
from zhiji.customers.permission.bounds import LONGEST, Allowed, when_allowed
from zhiji.customers.permission.kept import set_rules
from zhiji.customers.permission.models import Permission, Restriction, Suppression, Touch
from zhiji.customers.permission.registry import ANSWERS, PURPOSES, purpose_of
from zhiji.customers.permission.rules import RESTRICTED, SUPPRESSED, Question, Statement, decide
from zhiji.customers.permission.suppressing import digest_of, digests_of, digests_of_normal
from zhiji.kernel.compiled import Compiled
from zhiji.lib.zones import country_of_phone, zones_of_country

LINE = ("channel", "purpose", "state", "at", "by", "valid_until")
# The kind of contact point that a channel writes to.
KINDS = {
    "mail": "mail",
    "fax": "fax",
    "phone": "phone",
    "sms": "phone",
    "wechat": "wechat",
    "post": "address",
}


def why_not(
    customer_id: int,
    channel: str,
    purpose: str,
    *,
    addresses: Collection[str] = (),
    is_answer: bool | None = None,
) -> str:
    """Returns "" if a customer may be told something on this channel for this purpose, else the reason's code.

    addresses are those that it goes to: a refusal of the organisation that shares one counts, and one of somebody
    who was erased is refused. is_answer says that it answers a question of theirs, as the purpose says if left out.
    """
    answers = purpose == ANSWERS if is_answer is None else is_answer
    asks = not answers and set_rules().asks_grant(purpose)
    question = Question(channel, purpose, timezone.now(), asks, answers)
    own = Permission.objects.filter(customer_id=customer_id, purpose__in=("", purpose)).order_by()
    if answers:
        return decide(question, (Statement(*line) for line in own.values_list(*LINE)))
    return decide(question, _lines(own, customer_id, channel, addresses))


def reasons(ledger: Sequence[Permission], channel: str, *, rests: bool) -> dict[str, str]:
    """Returns for each purpose the code of why a letter of ours may not go on this channel, "" where it may.

    Also for "answer", which is an answer to a question of theirs. ledger is a customer's, rests as is_restricted.
    """
    lines, now, rules = [statement_of(line) for line in ledger], timezone.now(), set_rules()
    if rests:
        lines.append(Statement("", "", RESTRICTED, now))
    found = {slug: decide(Question(channel, slug, now, rules.asks_grant(slug)), lines) for slug in PURPOSES}
    return {**found, "answer": decide(Question(channel, ANSWERS, now, False, True), lines)}


def statement_of(line: Permission) -> Statement:
    """Returns a line of the ledger as the rules read it."""
    return Statement(line.channel, line.purpose, line.state, line.at, line.by, line.valid_until)


def _lines(
    own: QuerySet[Permission], customer_id: int, channel: str, addresses: Collection[str]
) -> list[Statement]:
    """Reads all that speaks for or against a letter of ours, in one query."""
    parts: list[Any] = [
        Restriction.objects.filter(customer_id=customer_id, lifted_at=None).values_list(*_word(RESTRICTED))
    ]
    if addresses:
        kind = KINDS.get(channel, channel)
        digests = digests_of((kind, address) for address in addresses)
        parts.append(Suppression.objects.filter(digest__in=digests).values_list(*_word(SUPPRESSED)))
        owners = ContactPoint.objects.current().filter(
            value__in=list(addresses), customer__kind=Customer.Kind.ORGANISATION
        )
        theirs = Permission.objects.filter(customer_id__in=owners.values("customer_id")).order_by()
        theirs = theirs.exclude(customer_id=customer_id)
        parts.append(theirs.values_list(*LINE, Value("organisation", CharField())))
    rows = own.values_list(*LINE, Value("customer", CharField())).union(*parts, all=True)
    return [Statement(*row) for row in rows]


def _word(state: str) -> list[Any]:
    """Returns the columns of a line that nobody said, as a union needs them."""
    at = Value(timezone.now(), DateTimeField())
    none, text = Value(None, DateTimeField()), Value("", CharField())
    return [text, text, Value(state, CharField()), at, text, none, text]


def when_may_go(
    customer_id: int, channel: str, purpose: str, now: datetime, *, key: str = "", is_answer: bool = False
) -> Allowed:
    """Says when a message may go at the earliest, by caps, quiet hours and holidays; answers go at once.

    key names the message itself: one that was counted already is not counted against itself.
    """
    if is_answer or purpose_of(purpose).is_free:
        return Allowed(now)
    rules = set_rules()
    touches = Touch.objects.filter(customer_id=customer_id, at__gt=now - LONGEST).exclude(key=key or "-")
    sent = list(touches.values_list("at", "purpose"))
    return when_allowed(
        now, purpose, sent=sent, caps=rules.caps, quiet=rules.quiet, zones=zones_of(customer_id)
    )


def zones_of(customer_id: int) -> list[tzinfo]:
    """Lists the time zones in which a customer may be: the one they named, else those of their number, else ours."""
    numbers = FilteredRelation(
        "contact_points",
        condition=Q(contact_points__removed_at=None, contact_points__kind__in=sorted(PHONES)),
    )
    rows = list(
        Customer.objects.filter(pk=customer_id)
        .annotate(numbers=numbers)
        .order_by("-numbers__is_primary", "numbers__id")
        .values_list("time_zone", "region", "numbers__value")[:5]
    )
    names: Sequence[str] = [row[0] for row in rows[:1] if row[0]]
    if not names:
        countries = [row[1] for row in rows[:1]] + [country_of_phone(row[2] or "") for row in rows]
        names = next((found for country in countries if (found := zones_of_country(country or ""))), ())
    return [ZoneInfo(name) for name in names] or [ZoneInfo(settings.TIME_ZONE)]


def is_suppressed(kind: str, value: str) -> bool:
    """Tells whether an address or a number is one of somebody who was erased; kind is that of a contact point."""
    digest = digest_of(kind, value)
    return bool(digest) and Suppression.objects.filter(digest=digest).exists()


def suppressed_among(points: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Returns those of many (kind, normal value) that belong to somebody who was erased.

    Asks once where nobody was ever erased, else once more per 900 values.
    """
    if not Suppression.objects.exists():
        return set()
    by_digest = digests_of_normal(points)
    digests, found = list(by_digest), set()
    for start in range(0, len(digests), 900):
        known = Suppression.objects.filter(digest__in=digests[start : start + 900])
        found |= {by_digest[digest] for digest in known.values_list("digest", flat=True)}
    return found


_ledger: Compiled[Permission] = Compiled(
    lambda key: Permission.objects.filter(customer_id=key).order_by("-at", "-id")[:500], int
)


def ledger_of(customer_id: int) -> list[Permission]:
    """Lists what a customer said about being written to, newest first."""
    return _ledger.all(customer_id)


def statements_of(customer_id: int) -> list[Statement]:
    """Lists a customer's ledger as the rules read it."""
    lines = Permission.objects.filter(customer_id=customer_id).order_by()
    return [Statement(*line) for line in lines.values_list(*LINE)]


def is_restricted(customer_id: int) -> bool:
    """Tells whether a customer's data rest: they may be seen and not used."""
    return Restriction.objects.filter(customer_id=customer_id, lifted_at=None).exists()


def rests_now() -> Exists:
    """Gives a query of customers whether their data rest, without another question."""
    return Exists(Restriction.objects.filter(customer_id=OuterRef("pk"), lifted_at=None))
