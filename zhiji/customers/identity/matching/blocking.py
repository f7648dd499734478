"""Blocking keys: two records are looked at together only if they share one.

The same keys serve the whole base (joined in one go) and a single new record (looked up in an indexed table). Coarse
keys have finer ones beside them; where a coarse key is held by too many to be of use, the finer ones find the pair.
"""

from collections.abc import Iterator

from zhiji.customers.identity.matching.records import MatchRecord

# A key that more records hold than this says next to nothing, and would cost the square of it in pairs.
HOT = 80


def keys_of(record: MatchRecord) -> list[str]:
    """Returns the keys under which a record is found, each with a letter that says what it is made of."""
    makers = _organisation_keys if record.kind == "organisation" else _person_keys
    return list(dict.fromkeys((*_reached_at(record), *makers(record))))


def _reached_at(record: MatchRecord) -> Iterator[str]:
    yield from (f"p:{phone}" for phone in record.phones or ())
    yield from (f"m:{mail}" for mail in record.mails or ())
    yield from (f"t:{number}" for number in record.tax or ())
    yield from (f"i:{identity}" for identity in record.identities or ())
    if record.street and record.number:
        yield f"a:{record.street}|{record.number}|{record.district or ''}"


def _organisation_keys(record: MatchRecord) -> Iterator[str]:
    yield from (f"d:{domain}" for domain in record.domains or ())
    city, brand = record.city or "", record.brand_sound
    if record.name_sound and (brand or city):
        yield f"w:{record.name_sound}|{city}"
    if not brand or not record.brand:
        return
    yield f"n:{brand}"
    if city:
        yield f"nc:{brand}|{city}"
    if record.trade:
        yield f"nt:{brand}|{record.trade}"
        yield f"nct:{brand}|{city}|{record.trade}"
    if record.name_sound:
        yield f"nw:{brand}|{record.name_sound}"
    yield from (f"x:{shorter}|{city}" for shorter in shortened(record.brand))


def _person_keys(record: MatchRecord) -> Iterator[str]:
    sound, born = record.name_sound, record.born
    where = record.city or record.place or ""
    if born:
        yield f"b:{born}"
    if sound:
        yield f"n:{sound}"
        yield f"nc:{sound}|{where}"
        if record.brand_sound:
            yield f"no:{sound}|{record.brand_sound}"
        if record.postcode:
            yield f"nz:{sound}|{record.postcode}"
    for part in (record.family, record.given):
        if part and record.postcode:
            yield f"z:{part}|{record.postcode}"
        if part and where:
            yield f"c:{part}|{where}"
        if part and record.street:
            yield f"s:{part}|{record.street}"
    # Street and estate stand in either field, so they share a letter.
    for part in (record.street, record.place):
        if part and record.number:
            yield f"h:{record.number}|{part}"
        if part and record.postcode:
            yield f"sz:{part}|{record.postcode}"
    if record.number and record.postcode:
        yield f"hz:{record.number}|{record.postcode}"
    if record.family and record.given:
        yield "v:" + "|".join(sorted((record.family, record.given)))


def shortened(name: str) -> list[str]:
    """Returns a name and what is left of it with each one of its letters taken out: finds one slip of the pen.

    Names of fewer than three letters are returned alone, for too much would be left out.
    """
    if len(name) < 3:
        return [name]
    return list(dict.fromkeys([name, *(name[:place] + name[place + 1 :] for place in range(len(name)))]))
