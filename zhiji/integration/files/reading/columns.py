"""Proposes what each column of a list is, from its name and from what it holds. A person has the last word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhiji.integration.files.reading.contents import content_of
from zhiji.integration.files.reading.vocabulary import EITHER, FIRM, WHO, field_named

# Fields that several columns may feed: two telephones, three remarks. Of all others the surest column counts.
SEVERAL = frozenset("mobile phone fax mail address wechat website note permission".split())
# What a field may hold without contradicting its name.
_FITS = {
    WHO: {"who"},
    FIRM: {"firm"},
    "kind": {"kind"},
    "title": {"title", "department"},
    "department": {"department", "title"},
    "parent": {"firm"},
    "tax_number": {"tax_number"},
    "mobile": {"mobile"},
    "phone": {"phone"},
    "fax": {"phone", "mobile"},
    "mail": {"mail"},
    "address": {"address", "province", "city", "district"},
    "province": {"province"},
    "city": {"city", "province"},
    "district": {"district"},
    "postcode": {"postcode", "number"},
    "country": {"country"},
    "wechat": {"mobile", "external_id"},
    "website": {"website"},
    "language": {"language"},
    "region": {"province", "city", "district"},
    "owner": {"who"},
    "external_id": {"external_id", "number", "postcode", "mobile", "phone"},
}
# Contents that are so plain that they count more than a name which says otherwise.
_PLAIN = {"mail", "mobile", "phone", "tax_number", "website"}
# Names that say what a thing is for; these stand whatever the column holds.
_NAME_STANDS = {"fax", "wechat", "external_id", "note", "owner", "postcode", "kind", "tax_number"}
_WORDS = 10


@dataclass(frozen=True)
class Proposal:
    """What one column is taken for.

    field is "" for a column that is kept as it is and feeds nothing. confidence is 0 to 1. reason is a code, see
    `reasons.reason_text`. words are the different words of a consent column: what they mean a person must say.
    """

    index: int
    column: str
    field: str
    confidence: float
    reason: str
    words: tuple[str, ...] = ()


def propose(columns: Sequence[str], samples: Sequence[Sequence[str]]) -> list[Proposal]:
    """Says for each column of a list what it probably is, and why.

    columns are the names in the first row of the list, or made-up ones; samples are some of its rows. The proposals
    come in the order of the columns. What a consent column means is never guessed.
    """
    cells = [[row[index] for row in samples if index < len(row)] for index in range(len(columns))]
    first = [_judge(index, name, cells[index]) for index, name in enumerate(columns)]
    return _one_each(_who_is_who(first))


def _judge(index: int, name: str, cells: Sequence[str]) -> Proposal:
    field, sure = field_named(name)
    content, worth = content_of(cells)
    if field == "permission":
        words = tuple(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))[:_WORDS]
        return Proposal(index, name, field, min(sure, 0.6), "consent", words)
    if not field:
        return _by_content(index, name, content, worth)
    if field == EITHER and content in (WHO, FIRM):
        return Proposal(index, name, content, 0.9, "name_and_content")
    if field == EITHER or not content or field == "note":
        return Proposal(index, name, field, sure, "name")
    if content in _FITS.get(field, ()):
        return Proposal(index, name, field, min(1.0, sure + 0.04), "name_and_content")
    return _contradicted(Proposal(index, name, field, sure, "name"), content, worth)


def _by_content(index: int, name: str, content: str, worth: float) -> Proposal:
    if content in ("", "number"):
        return Proposal(index, name, "", 0.0, "unknown")
    if content == "date":
        return Proposal(index, name, "", worth, "dates")
    return Proposal(index, name, content, worth, "content")


def _contradicted(named: Proposal, content: str, worth: float) -> Proposal:
    """The name says one thing and the cells another."""
    if {named.field, content} == {"mobile", "phone"}:
        return replace(named, field=content, confidence=0.8, reason="name_and_content")
    if named.field == "category" and content == "kind":
        return replace(named, field="kind", confidence=0.8, reason="name_and_content")
    if {named.field, content} == {WHO, FIRM}:
        return replace(named, field=content, confidence=0.7, reason="content_not_name")
    if content in _PLAIN and named.field not in _NAME_STANDS:
        return replace(named, field=content, confidence=round(0.8 * worth, 2), reason="content_not_name")
    return replace(named, confidence=round(0.8 * named.confidence, 2))


def _who_is_who(proposals: list[Proposal]) -> list[Proposal]:
    """Decides which column is the customer's own name, and which the organisation they work for.

    With a person's name in the list, the company beside it is where they work; without, the company is the customer.
    """
    fields = {proposal.field for proposal in proposals}
    has_person = WHO in fields or {"family_name", "given_name"} & fields
    if WHO in fields:
        meant = {WHO: "name", FIRM: "organisation", EITHER: "" if FIRM in fields else "organisation"}
    elif has_person:
        meant = {FIRM: "organisation", EITHER: "name"}
    elif EITHER in fields:
        meant = {EITHER: "name", FIRM: "organisation"}
    else:
        meant = {FIRM: "name"}
    return [_meant(proposal, meant) for proposal in proposals]


def _meant(proposal: Proposal, meant: dict[str, str]) -> Proposal:
    if proposal.field not in (WHO, FIRM, EITHER):
        return proposal
    field = meant[proposal.field]
    return replace(proposal, field=field) if field else replace(proposal, field="", reason="taken")


def _one_each(proposals: list[Proposal]) -> list[Proposal]:
    """Leaves a field that can have one column to the surest, the first of equals."""
    best: dict[str, Proposal] = {}
    for proposal in proposals:
        known = best.get(proposal.field)
        if known is None or proposal.confidence > known.confidence:
            best[proposal.field] = proposal
    return [
        proposal
        if not proposal.field or proposal.field in SEVERAL or best[proposal.field] is proposal
        else replace(proposal, field="", reason="taken")
        for proposal in proposals
    ]
