"""Turns what a record says into the form in which it is compared. All reading is done by `zhiji.lib`."""

import re
from collections.abc import Iterable, Mapping

from zhiji.customers.identity.matching.alikeness import grams
from zhiji.customers.identity.matching.records import Kind, MatchRecord
from zhiji.lib.addresses import Address
from zhiji.lib.divisions import area_code_of, city_of, province_of
from zhiji.lib.free_mail import FREE_MAIL
from zhiji.lib.org_names import OrgName
from zhiji.lib.person_names import PersonName
from zhiji.lib.phones import Phone
from zhiji.lib.text import fold
from zhiji.lib.understanding import Understood, understand

# A number that no numbering plan knows still tells who has it, if it is this long.
_SHORTEST_NUMBER = 7
_NOT_A_DIGIT = re.compile(r"\D", re.ASCII)
_AREA = re.compile(r"\+86(10|2\d|[3-9]\d\d)\d{7,8}")


def read_record(number: int, kind: Kind, values: Mapping[str, str]) -> MatchRecord:
    """Reads one record by its field names (name, organisation, mobile, address …) as typed.

    kind says what is to be matched: "organisation" compares firms, "person" people. A record that says nothing of that
    is still returned; it will match nobody.
    """
    return record_of(number, kind, understand(values), values)


def record_of(number: int, kind: Kind, said: Understood, values: Mapping[str, str]) -> MatchRecord:
    """Makes the comparable record of what was understood; values are the texts it was understood from."""
    record = MatchRecord(number, kind, title=values.get("title") or None, source=values.get("source") or None)
    _organisation(record, said.organisation)
    _person(record, said.person)
    _reached(record, said)
    _address(record, said.address)
    record.born = _NOT_A_DIGIT.sub("", values.get("born", "")) or None
    record.postcode = (said.values.get("postcode") or "").replace(" ", "") or None
    tax = said.values.get("tax_number")
    record.tax = [tax] if tax and values.get("tax_number_ok") else None
    _city(record, said)
    return record


def _organisation(record: MatchRecord, name: OrgName | None) -> None:
    if name is None or not name.brand:
        return
    record.core, record.brand, record.trade = name.core, name.brand, name.business or None
    record.brand_sound = name.sound or None
    record.branch = name.branch or None
    record.core_grams = grams(name.core) or None
    record.brand_grams = sorted({*name.brand, *grams(name.brand)}) or None


def _person(record: MatchRecord, name: PersonName | None) -> None:
    if name is None:
        return
    record.name, record.name_sound = name.key or None, name.sound or None
    record.family, record.given = fold(name.family) or None, fold(name.given) or None


def _reached(record: MatchRecord, said: Understood) -> None:
    unread = [fault.typed for fault in said.faults if fault.code == "unreadable_phone"]
    numbers = [*map(_number, (phone for field, phone in said.phones if field != "fax")), *map(_bare, unread)]
    record.phones = _several(numbers)
    record.mails = _several(said.mails)
    record.free_mails = _several(mail for mail in said.mails if mail.rpartition("@")[2] in FREE_MAIL)
    record.domains = _several(
        domain for mail in said.mails if (domain := mail.rpartition("@")[2]) not in FREE_MAIL
    )


def _number(phone: Phone) -> str:
    return phone.e164 or _bare(phone.digits)


def _bare(typed: str) -> str:
    digits = _NOT_A_DIGIT.sub("", typed)
    if len(digits) > 11 and digits.startswith("86"):
        digits = digits[2:]
    return digits if len(digits) >= _SHORTEST_NUMBER else ""


def _several(values: Iterable[str]) -> list[str] | None:
    return list(dict.fromkeys(value for value in values if value)) or None


def _address(record: MatchRecord, address: Address | None) -> None:
    if address is None:
        return
    record.street = address.road or None
    record.number = address.house_number or None
    record.rooms = _several(address.unit.split("-"))
    record.district = address.district or None


def _city(record: MatchRecord, said: Understood) -> None:
    """Finds the town: from the organisation's name, else the address, else the area code of a landline.

    An address that names a district alone does not count: half of China has a 开发区, and who copies an address
    leaves the town out first.
    """
    name = said.organisation.place_code if said.organisation else ""
    address = said.address.code if said.address else ""
    typed = fold(said.address.typed) if said.address else ""
    for code, is_told in ((name, True), (address, False)):
        place = city_of(code) if code else None
        if place is not None and (is_told or place.name[:2] in typed):
            record.city, record.town = area_code_of(code) or code, place.name
            break
    else:
        record.city = _city_of_phones(record) or _folded_city(said)
        record.town = record.city
    province = province_of(name or address) if name or address else None
    record.region = province.code if province else fold(said.values.get("province", "")) or None


def _city_of_phones(record: MatchRecord) -> str | None:
    for number in record.phones or ():
        found = _AREA.fullmatch(number)
        if found and len(number) > 12:
            return "0" + found[1]
    return None


def _folded_city(said: Understood) -> str | None:
    """A town abroad, by its name."""
    if said.address and said.address.country == "CN":
        return None
    return fold(said.values.get("city", "")).replace(" ", "") or None
