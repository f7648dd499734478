"""What one record says, field by field, in normal form: for imports, for matching, for whoever else reads lists.

Everything here is the work of the readers beside this file; this one knows which field is read by which, and what
fields tell about each other.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from zhiji.lib.addresses import Address, parse_address
from zhiji.lib.countries import country_of
from zhiji.lib.divisions import area_code_of
from zhiji.lib.mailaddress import normalise_address
from zhiji.lib.org_names import OrgName, parse_org_name
from zhiji.lib.person_names import PersonName, looks_like_person, parse_person_name
from zhiji.lib.phones import Phone, parse_phone
from zhiji.lib.tax_numbers import read_tax_number
from zhiji.lib.text import has_cjk, one_width
from zhiji.lib.whose_name import names_organisation

Kind = Literal["person", "organisation", ""]

PHONES = ("mobile", "phone", "fax")
_PLACES = ("country", "province", "city", "district", "address")
NUMBERS_APART = re.compile(r"\s*[/、;；\n|]\s*")
MAILS_APART = re.compile(r"[\s/、;；,，|]+")
_SEVERAL = re.compile(r"[/、;；\n|]")
_LOCAL = re.compile(r"[2-8]\d{2,3}[- ]?\d{4}(?:\D.*)?", re.ASCII)
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)


class Fault(NamedTuple):
    """What is wrong with a field: a code, and the text that is meant."""

    field: str
    code: str
    typed: str


@dataclass(slots=True)
class Understood:
    """What was understood of a record.

    kind is "person" (with an organisation, if one is named) or "organisation", "" where no name is. values has one
    text for each field, in normal form; what fields hold beyond that is in the parts: all telephone numbers and mail
    addresses, the name and the address taken apart.
    """

    kind: Kind = ""
    values: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    person: PersonName | None = None
    organisation: OrgName | None = None
    address: Address | None = None
    phones: list[tuple[str, Phone]] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)


def understand(values: Mapping[str, str], *, region: str = "CN", area_code: str = "") -> Understood:
    """Reads the fields of one record as they were typed.

    values has the texts by field name (name, organisation, mobile, address, …; unknown ones are kept as they are);
    region is the country of numbers without a country code, area_code that of local numbers where the address does
    not tell one. Faults are told, nothing is ever thrown away: what can't be read stays in values as typed.
    """
    typed = {name: text for name, text in values.items() if text and not text.isspace()}
    found = Understood()
    _names(typed, found)
    _address(typed, found)
    place_area = area_code_of(found.address.code) if found.address and found.address.code else ""
    for name in PHONES:
        if name in typed:
            _phones(name, typed[name], found, region, place_area or area_code)
    if "mail" in typed:
        _mails(typed["mail"], found)
    for name, text in typed.items():
        if name not in _READ:
            found.values[name] = _OTHERS.get(name, one_width)(text)
    if "tax_number" in typed:
        _tax_number(typed["tax_number"], found, region)
    return found


def _names(typed: Mapping[str, str], found: Understood) -> None:
    """Finds out who the record speaks of: a person, an organisation, or a person who works for one."""
    name, firm = one_width(typed.get("name", "")), one_width(typed.get("organisation", ""))
    if not name and ("family_name" in typed or "given_name" in typed):
        name = joined_name(typed.get("family_name", ""), typed.get("given_name", ""))
    told = typed.get("kind", "")
    if name and firm and len(firm) < 6 and looks_like_person(firm) and names_organisation(name):
        found.faults.append(Fault("name", "swapped_with_organisation", name))
        name, firm = firm, name
    if name and not firm and (told == "organisation" or (told != "person" and names_organisation(name))):
        name, firm = "", name
    if firm:
        found.organisation = parse_org_name(firm)
        found.values["organisation" if name else "name"] = firm
    if name:
        _person(name, typed, found)
    found.kind = "person" if name else "organisation" if firm else ""


def _person(name: str, typed: Mapping[str, str], found: Understood) -> None:
    person = found.person = parse_person_name(name, typed.get("language", ""))
    found.values["name"] = name
    family = one_width(typed.get("family_name", "")) or person.family
    given = one_width(typed.get("given_name", "")) or person.given
    if family:
        found.values["family_name"] = family
    if given:
        found.values["given_name"] = given
    if person.title and "title" not in typed and len(person.title) > 1:
        found.values["title"] = person.title
    if not (family or given):
        found.faults.append(Fault("name", "not_a_name", name))


def joined_name(family: str, given: str) -> str:
    """Puts a name together from the columns of its parts, in the order of its script."""
    return one_width(f"{family}{given}" if has_cjk(family + given) else f"{given} {family}")


def _address(typed: Mapping[str, str], found: Understood) -> None:
    """Reads the address with all columns that say where it is, in the order of its script."""
    parts = [one_width(typed[name]) for name in _PLACES if name in typed]
    if not parts:
        return
    street = parts[-1] if "address" in typed else ""
    parts = [part for part in parts[:-1] if part not in street] + parts[-1:]
    chinese = any(map(has_cjk, parts))
    found.address = address = parse_address("".join(parts) if chinese else ", ".join(reversed(parts)))
    country = address.country or country_of(typed.get("country", ""))
    if "country" in typed and not country:
        found.faults.append(Fault("country", "unknown_country", typed["country"]))
    for name, value in (
        ("country", country),
        ("province", address.province),
        ("city", address.city),
        ("district", address.district),
        ("address", address.street or street),
        ("postcode", address.postcode or one_width(typed.get("postcode", ""))),
    ):
        if value:
            found.values[name] = value


def _phones(name: str, text: str, found: Understood, region: str, area_code: str) -> None:
    """Reads the numbers of one field; a mobile number in the wrong column goes to its own, if that is empty."""
    for part in NUMBERS_APART.split(text) if _SEVERAL.search(text) else (text.strip(),):
        is_local = area_code and part[:1] not in "01(+" and _LOCAL.fullmatch(part)
        phone = parse_phone(part, region, area_code if is_local else "")
        if phone.kind == "unknown":
            if "@" in part and (mail := normalise_address(part)):
                found.mails.append(mail)
                found.values.setdefault("mail", mail)
            elif part:
                found.faults.append(Fault(name, "unreadable_phone", part))
                found.values.setdefault(name, part)
            continue
        meant = "mobile" if phone.kind == "mobile" and name == "phone" else name
        meant = "phone" if phone.kind == "landline" and name == "mobile" else meant
        meant = "fax" if phone.kind == "fax" else meant
        found.phones.append((meant, phone))
        found.values.setdefault(meant, phone.e164 or phone.digits)


def _mails(text: str, found: Understood) -> None:
    whole = normalise_address(text)
    for part in (text,) if whole or "<" in text else MAILS_APART.split(text.strip()):
        mail = whole or normalise_address(part)
        if mail:
            found.mails.append(mail)
            found.values.setdefault("mail", mail)
        elif part:
            found.faults.append(Fault("mail", "unreadable_mail", part))
            found.values.setdefault("mail", part)


def _tax_number(text: str, found: Understood, region: str) -> None:
    number = read_tax_number(text, found.values.get("country") or region)
    found.values["tax_number"] = number.value or text
    if number.fault_code:
        found.faults.append(Fault("tax_number", number.fault_code, text))


def _website(text: str) -> str:
    return _SCHEME.sub("", one_width(text).lower()).rstrip("/")


_OTHERS: dict[str, Callable[[str], str]] = {"website": _website}
_READ = frozenset(
    {
        "name",
        "organisation",
        "family_name",
        "given_name",
        "kind",
        "mail",
        "tax_number",
        "postcode",
        *PHONES,
        *_PLACES,
    }
)
