"""How two records of persons are compared: name, birth date, telephone, mail, address, where they work."""

from zhiji.customers.identity.matching.comparisons import Comparison, Grade
from zhiji.customers.identity.matching.levels import (
    alike,
    crossed,
    meet,
    missing,
    same,
    slips,
    sounds_like,
)

GIVEN = Comparison(
    "given",
    ("given",),
    missing("given"),
    (
        Grade("same", same("given"), 0.65, 0.005, "given"),
        Grade("swapped", crossed("given", "family"), 0.08, 1e-5),
        Grade("one_slip", slips("given", 1), 0.12, 0.005),
        Grade("alike", sounds_like("given", 0.88), 0.08, 0.01),
        Grade("differs", None, 0.07, 0.98),
    ),
)
FAMILY = Comparison(
    "family",
    ("family",),
    missing("family"),
    (
        Grade("same", same("family"), 0.65, 0.004, "family"),
        Grade("swapped", crossed("given", "family"), 0.08, 1e-5),
        Grade("one_slip", slips("family", 1), 0.12, 0.004),
        Grade("alike", sounds_like("family", 0.88), 0.08, 0.01),
        Grade("differs", None, 0.07, 0.98),
    ),
)
BORN = Comparison(
    "born",
    ("born",),
    missing("born"),
    (
        Grade("same", same("born"), 0.8, 5e-5, own=True),
        Grade("one_slip", slips("born", 1), 0.15, 1e-3, own=True),
        Grade("two_slips", slips("born", 2), 0.03, 0.02),
        Grade("differs", None, 0.02, 0.98),
    ),
)
PHONE = Comparison(
    "phone",
    ("phones",),
    missing("phones"),
    (
        Grade("same_own", meet("own_phones"), 0.7, 1e-8, own=True),
        Grade("same_few", meet("few_phones"), 0.02, 1e-7, own=True),
        Grade("same_shared", meet("phones"), 0.05, 1e-5),
        Grade("differs", None, 0.23, 0.99998),
    ),
)
MAIL = Comparison(
    "mail",
    ("mails",),
    missing("mails"),
    (
        Grade("same_own", meet("own_mails"), 0.7, 1e-8, own=True),
        Grade("same_shared", meet("mails"), 0.02, 1e-6),
        Grade("differs", None, 0.28, 0.999),
    ),
)
_street = same("street")
ADDRESS = Comparison(
    "address",
    ("street", "number"),
    missing("street"),
    (
        Grade("same_house", _street & same("number"), 0.6, 1e-5, own=True),
        Grade("same_street", _street, 0.08, 1e-3),
        Grade("swapped", crossed("street", "place"), 0.05, 1e-6),
        Grade("street_alike", slips("street", 2), 0.15, 1e-3),
        Grade("near", sounds_like("street", 0.9), 0.05, 3e-3),
        Grade("differs", None, 0.12, 0.995),
    ),
)
NUMBER = Comparison(
    "number",
    ("number",),
    missing("number"),
    (
        Grade("same", same("number"), 0.8, 0.02),
        Grade("one_slip", slips("number", 1), 0.12, 0.2),
        Grade("differs", None, 0.08, 0.78),
    ),
)
POSTCODE = Comparison(
    "postcode",
    ("postcode",),
    missing("postcode"),
    (
        Grade("same", same("postcode"), 0.8, 0.002),
        Grade("one_slip", slips("postcode", 1), 0.15, 0.02),
        Grade("differs", None, 0.05, 0.978),
    ),
)
PLACE = Comparison(
    "place",
    ("place",),
    missing("place"),
    (
        Grade("same", same("place"), 0.75, 0.002),
        Grade("alike", sounds_like("place", 0.88), 0.15, 0.005),
        Grade("differs", None, 0.1, 0.993),
    ),
)
# Within one town the region says nothing more.
REGION = Comparison(
    "region",
    ("region",),
    missing("region") | same("city"),
    (Grade("same", same("region"), 0.9, 0.25), Grade("differs", None, 0.1, 0.75)),
    absent=missing("region"),
)
CITY = Comparison(
    "city",
    ("city",),
    missing("city"),
    (
        Grade("same", same("city"), 0.85, 0.03),
        Grade("alike", sounds_like("city", 0.88), 0.05, 0.005),
        Grade("differs", None, 0.1, 0.965),
    ),
)
WORK = Comparison(
    "work",
    ("core",),
    missing("brand"),
    (
        Grade("same", same("core"), 0.6, 1e-5, own=True),
        Grade("sounds", same("brand_sound"), 0.1, 1e-5),
        Grade("alike", alike("core_grams", 0.6), 0.1, 1e-4),
        Grade("differs", None, 0.2, 0.9998),
    ),
)
# Whoever may be one person under two names: those are alike or swapped, or a mail or the birth date is the same.
# A house, an employer and a telephone are shared by colleagues of any name.
RENAMED = (
    meet("mails")
    | same("born")
    | crossed("given", "family")
    | slips("given", 1)
    | sounds_like("given", 0.88)
    | slips("family", 1)
    | sounds_like("family", 0.88)
)
COMPARISONS = (GIVEN, FAMILY, BORN, PHONE, MAIL, ADDRESS, NUMBER, POSTCODE, PLACE, REGION, CITY, WORK)
