"""What a signature or a web form lets us note, and of whom: the sender, or the company they write for.

Nothing of it is verified: a sender's name can be forged, and a form can be filled in by anybody. So a mail address is
noted only where it can't take over somebody else's mail, and what is not surely the sender's is not noted at all.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhiji.customers.parties.rules import normal_point, organisation_domain
from zhiji.customers.sources.agreement import organisation_key, place_of
from zhiji.lib.divisions import area_code_of
from zhiji.lib.mailaddress import domain_of, is_free_mail, normalise_address
from zhiji.lib.person_names import parse_person_name
from zhiji.lib.signatures import Signature, agrees
from zhiji.lib.text import fold

MOST_POINTS = 8
# Mail boxes in which several people write: what one of them signs is not the box's.
_BOXES = re.compile(
    r"(?:info|sales?|service|support|admin|office|contact|purchas\w*|procurement|hr|marketing|finance|accounts?|"
    r"accounting|mail|webmaster|export|import|order[s]?|rfq|quality|qa|qc|caigou|xiaoshou|kefu|kf|cg|xs|postmaster)"
    r"[\d._-]*",
    re.IGNORECASE,
)
_NUMBERS_APART = re.compile(r"\s*[/、;；,，]\s*")
_PHONES = {"mobile": "mobile", "direct": "phone", "phone": "phone", "fax": "fax"}


@dataclass(frozen=True)
class Employer:
    """An organisation for which the sender works: its key, name, and the mail domains by which it is known."""

    customer_id: int
    name: str
    domains: frozenset[str] = frozenset()

    @property
    def is_unnamed(self) -> bool:
        """Tells whether nobody has said yet what it is called: it bears its domain as a name."""
        return fold(self.name) in self.domains


@dataclass(frozen=True)
class Sender:
    """Who wrote: the customer's name, the address they wrote from, their employers, whether an address is known."""

    name: str
    mail: str = ""
    header_name: str = ""
    employers: tuple[Employer, ...] = ()
    has_mail: bool = False

    @property
    def is_unnamed(self) -> bool:
        """Tells whether the customer is called after the address for want of a name."""
        return bool(self.mail) and fold(self.name) in {fold(self.mail), fold(self.mail.partition("@")[0])}

    @property
    def is_box(self) -> bool:
        """Tells whether several people write from this address."""
        return _BOXES.fullmatch(self.mail.partition("@")[0]) is not None


@dataclass(frozen=True)
class House:
    """What is ours: mail addresses and domains, folded lines of our own signatures, and where numbers are local."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    region: str = "CN"
    area_code: str = ""

    def owns(self, mail: str) -> bool:
        """Tells whether a mail address is ours."""
        return mail in self.addresses or domain_of(mail) in self.domains


@dataclass
class Told:
    """Values to be noted, as zhiji/customers/sources/values.py tells: of the person, and of their organisation."""

    person: dict[str, Any] = field(default_factory=dict)
    organisation_id: int | None = None
    organisation: dict[str, Any] = field(default_factory=dict)


def claims_of_signature(signature: Signature, sender: Sender, house: House) -> Told | None:
    """Decides what a signature lets us note; None where it is not surely the sender's.

    A signature of another name than the sender's counts only where it holds the very address they wrote from, and
    even then its name is not taken.
    """
    mails = [mail for typed in signature.values.get("mail", ()) if (mail := normalise_address(typed))]
    if signature.for_another or any(map(house.owns, (*mails, sender.mail))):
        return None
    name = signature.one("name")
    is_theirs = not name or (
        not sender.is_box if sender.is_unnamed else _fits(name, (sender.name, sender.header_name))
    )
    if not is_theirs and (sender.is_box or sender.mail not in mails):
        return None
    told = Told()
    if name and sender.is_unnamed and is_theirs:
        told.person["name"] = parse_person_name(name).typed
    _role(told, signature, sender)
    _points(told, signature, sender, house, mails)
    return told


def claims_of_form(values: Mapping[str, str], sender: Sender, house: House) -> Told | None:
    """Decides what the fields of a web form (name, organisation, phone, mail) let us note of a known customer."""
    name = values.get("name", "")
    if name and not sender.is_unnamed and not agrees(name, sender.name):
        return None
    said = Signature({key: [values[key]] for key in ("phone", "organisation") if values.get(key)})
    told = Told()
    if name and sender.is_unnamed:
        told.person["name"] = name
    _role(told, said, sender)
    entries = _read({"phone": said.values.get("phone", [])}, house)
    mail = normalise_address(values.get("mail", ""))
    if mail and not sender.has_mail and not house.owns(mail):
        entries.append({"kind": "mail", "typed": values["mail"], "value": mail})
    if entries:
        told.person["points"] = entries
    return told


def _fits(name: str, names: Collection[str]) -> bool:
    return any(agrees(name, other) for other in names if other)


def _role(told: Told, signature: Signature, sender: Sender) -> None:
    """Notes title and department at the employer who is meant; one that is not known is kept as a name only."""
    firm = signature.one("organisation")
    employer, is_sure = _employer(firm, sender)
    words = {name: text[:100] for name in ("title", "department") if (text := signature.one(name))}
    if employer and is_sure:
        told.organisation_id = employer.customer_id
        if employer.is_unnamed and firm:
            told.organisation["name"] = firm[:200]
    if employer and words:
        told.person["roles"] = [
            {"organisation_id": employer.customer_id, "title": "", "department": "", **words}
        ]
    elif firm and not employer:
        role = {"organisation": firm[:200], "organisation_id": None}
        told.person["roles"] = [{**role, "title": "", "department": "", **words}]


def _employer(firm: str, sender: Sender) -> tuple[Employer | None, bool]:
    """Finds the employer who is meant, and whether address and switchboard are surely theirs, not a sister firm's."""
    key = organisation_key(firm) if firm else ""
    for one in sender.employers:
        if key and organisation_key(one.name) == key:
            return one, True
    domain = organisation_domain(sender.mail) if sender.mail else ""
    for one in sender.employers:
        if domain and domain in one.domains:
            return one, not firm or one.is_unnamed
    only = sender.employers[0] if len(sender.employers) == 1 and not firm else None
    return only, only is not None


def _points(told: Told, signature: Signature, sender: Sender, house: House, mails: Sequence[str]) -> None:
    """Shares what reaches the company and what reaches the person out between the two."""
    values = signature.values
    local = area_code_of(place_of(signature.one("address"))) if values.get("address") else ""
    numbers = {name: values[name] for name in _PHONES if name in values}
    entries = _read(numbers, house, local)
    for kind in ("address", "website", "wechat"):
        for typed in values.get(kind, ())[:1]:
            point = normal_point(kind, typed)
            entries.append({"kind": kind, "typed": point.typed, "value": point.value})
    of_firm = [one for one in entries if told.organisation_id and _is_firms(one)]
    of_person = [one for one in entries if one not in of_firm or one.get("extension")]
    of_person += [{"kind": "mail", "typed": mail, "value": mail} for mail in _own_mails(mails, sender)]
    shared = [
        {key: value for key, value in one.items() if key not in {"extension", "desk"}} for one in of_firm
    ]
    for values_of, points in ((told.person, of_person), (told.organisation, shared)):
        if points:
            values_of["points"] = [_plain(one) for one in points[:MOST_POINTS]]


def _plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value and name != "desk"}


def _is_firms(entry: Mapping[str, Any]) -> bool:
    return entry["kind"] in {"phone", "fax", "address", "website"} and not entry.get("desk")


def _own_mails(mails: Sequence[str], sender: Sender) -> list[str]:
    """Keeps further addresses at the very company from which the sender wrote: nobody else can make those theirs."""
    domain = domain_of(sender.mail)
    if not domain or is_free_mail(domain):
        return []
    boxed = (mail for mail in mails if domain_of(mail) == domain and mail != sender.mail)
    return [mail for mail in boxed if not _BOXES.fullmatch(mail.partition("@")[0])]


def _read(numbers: Mapping[str, Sequence[str]], house: House, local: str = "") -> list[dict[str, Any]]:
    """Reads telephone numbers; what can't be read is left out."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for name, texts in numbers.items():
        for typed in (part for text in texts for part in _NUMBERS_APART.split(text)):
            point = normal_point(
                _PHONES[name], typed, region=house.region, area_code=local or house.area_code
            )
            if point.value and not point.fault:
                entry: dict[str, Any] = {"kind": point.kind, "typed": point.typed, "value": point.value}
                entry |= {"extension": point.extension} if point.extension else {}
                entry |= {"desk": True} if name == "direct" else {}
                found.setdefault((point.kind, point.value, point.extension), entry)
    return list(found.values())
