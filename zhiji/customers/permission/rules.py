"""Whether something may be told to a customer, from what they and others said before.

What these rules promise, with worked tables, stands in docs/algorithms/permission.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

GRANTED, REFUSED, WITHDRAWN, EXPIRED = "granted", "refused", "withdrawn", "expired"
# Not said by anybody: a person's right to have their data rest, and the list of erased people.
RESTRICTED, SUPPRESSED = "restricted", "suppressed"
NO = (REFUSED, WITHDRAWN)
# How strict a word is; silence is none and yields to any.
STRICTNESS = {"silent": 0, GRANTED: 1, EXPIRED: 2, WITHDRAWN: 3, REFUSED: 4}

CHANNELS = ("mail", "phone", "sms", "wechat", "fax", "post")
# Ways in which the person themself speaks.
PERSONAL = frozenset({"form", "portal", "mail", "call", "letter", "visit", "contract"})
# What others say of them: such a yes never undoes a no.
HEARSAY = frozenset({"import", "merge"})

_YES = frozenset(
    "yes y true 1 ok agree agreed granted opt-in optin subscribed 是 同意 已同意 愿意 允许 可 订阅 已订阅 √ ✓".split()
)
_NO = frozenset(
    "no n false 0 refuse refused opt-out optout unsubscribed withdrawn"
    " 否 不同意 拒绝 已拒绝 不愿意 禁止 不可 退订 已退订 ×".split()
)


@dataclass(frozen=True)
class Statement:
    """One line of the ledger; channel or purpose "" speaks of all of them.

    by says how it was said; of is "customer", or "organisation" for the firm whose shared address is written to.
    """

    channel: str
    purpose: str
    state: str
    at: datetime
    by: str = "staff"
    valid_until: datetime | None = None
    of: str = "customer"


@dataclass(frozen=True)
class Question:
    """May this be said now? is_answer means that it answers what the customer asked."""

    channel: str
    purpose: str
    at: datetime
    needs_grant: bool = True
    is_answer: bool = False


def decide(question: Question, ledger: Iterable[Statement]) -> str:
    """Returns "" if a message may go, else the code of the reason why not.

    An answer to a customer's own question is stopped only by a refusal that names this purpose.
    """
    lines = list(ledger)
    if not question.is_answer:
        for state in (SUPPRESSED, RESTRICTED):
            if any(line.state == state for line in lines):
                return state
    theirs = [line for line in lines if line.of == "organisation"]
    if word(question, theirs) in NO:
        return "refused_by_organisation"
    said = word(question, [line for line in lines if line.of != "organisation"])
    if said == REFUSED:
        return "refused_by_customer"
    if said == WITHDRAWN:
        return "withdrawn_by_customer"
    if said == GRANTED or not question.needs_grant:
        return ""
    return "expired" if said == EXPIRED else "never_granted"


def word(question: Question, ledger: Iterable[Statement]) -> str:
    """Returns what a ledger says to a question: refused, withdrawn, expired, granted or silent.

    A no stands until it is lifted; a yes counts while it is valid. The order of the lines does not matter.
    """
    heard = [line for line in ledger if covers(line, question) and line.at <= question.at]
    grants = [line for line in heard if line.state == GRANTED]
    ended = max((line.at for line in heard if line.state == EXPIRED), default=None)
    live = [yes for yes in grants if is_live(yes, question.at) and (ended is None or yes.at > ended)]
    noes = [no for no in heard if no.state in NO and not any(lifts(yes, no) for yes in live)]
    if noes:
        return max(noes, key=lambda no: (no.at, STRICTNESS[no.state])).state
    if live:
        return GRANTED
    return EXPIRED if grants or ended else "silent"


def covers(line: Statement, question: Question) -> bool:
    """Tells whether a line speaks of what is asked; a no to everything does not stop an answer to a question."""
    if line.channel not in {"", question.channel}:
        return False
    if line.purpose == "":
        return not question.is_answer
    return line.purpose == question.purpose


def is_live(yes: Statement, at: datetime) -> bool:
    """Tells whether a yes is still valid at a time."""
    return yes.valid_until is None or yes.valid_until > at


def lifts(yes: Statement, no: Statement) -> bool:
    """Tells whether a later yes undoes a no.

    The person's own later yes undoes any no that speaks of the same. A yes that a colleague noted undoes only a no
    of the same channel and the same named purpose. A list's yes undoes nothing. At the same time, the no counts.
    """
    if yes.at <= no.at or yes.by in HEARSAY:
        return False
    return yes.by in PERSONAL or (
        yes.purpose != "" and (yes.channel, yes.purpose) == (no.channel, no.purpose)
    )


def said_in_list(text: str) -> str:
    """Reads a list's consent column: granted, refused, or "" for anything that is not clearly one of them."""
    typed = text.strip().casefold()
    return GRANTED if typed in _YES else REFUSED if typed in _NO else ""


def import_verdict(said: str, question: Question, ledger: Sequence[Statement]) -> str:
    """Says what to do with a list's word on a customer: note it, or leave the ledger as it is.

    Returns "note", "same" (known already), "keeps_refusal" (an opt-out is never turned on again) or "says_nothing".
    """
    if said not in {GRANTED, REFUSED}:
        return "says_nothing"
    known = word(question, ledger)
    if said == REFUSED:
        return "same" if known in NO else "note"
    against = [line for line in ledger if line.state in NO and _overlaps(line, question)]
    if known in NO or (known != GRANTED and against):
        return "keeps_refusal"
    return "same" if known == GRANTED else "note"


def _overlaps(line: Statement, question: Question) -> bool:
    same_channel = "" in {line.channel, question.channel} or line.channel == question.channel
    same_purpose = "" in {line.purpose, question.purpose} or line.purpose == question.purpose
    return same_channel and same_purpose


def lines_for_merge(
    one: Sequence[Statement],
    other: Sequence[Statement],
    purposes: Iterable[str],
    answers: Iterable[str],
    at: datetime,
) -> list[Statement]:
    """Lists the lines that a joined ledger needs so that it is nowhere looser than either ledger was.

    purposes are all that may be asked about, answers those among them that answer questions; at is the time of the
    merge. Silence is no word: a yes beside it stays a yes.
    """
    needed: list[Statement] = []
    # A line that is needed for one question may speak of another too, more mildly: looked at until nothing is missing.
    while missing := _missing(one, other, [*one, *other, *needed], (purposes, answers), at):
        needed += missing
    return needed


def _missing(
    one: Sequence[Statement],
    other: Sequence[Statement],
    joined: Sequence[Statement],
    asked: tuple[Iterable[str], Iterable[str]],
    at: datetime,
) -> list[Statement]:
    needed, (purposes, answers) = [], asked
    for purpose in purposes:
        for is_answer in (True, False) if purpose in answers else (False,):
            for channel in CHANNELS:
                question = Question(channel, purpose, at, is_answer=is_answer)
                strictest = max((word(question, one), word(question, other)), key=STRICTNESS.__getitem__)
                if STRICTNESS[word(question, joined)] < STRICTNESS[strictest]:
                    # A letter of ours is stopped by a no to everything, which leaves answers alone.
                    named = "" if purpose in answers and not is_answer else purpose
                    needed.append(Statement(channel, named, strictest, at, "merge"))
    return [line for line in dict.fromkeys(needed) if line not in joined]
