"""How two records of organisations are compared: name, city, telephone, mail, the person there, address."""

from zhiji.customers.identity.matching.comparisons import Comparison, Grade
from zhiji.customers.identity.matching.levels import (
    Statement,
    alike,
    at_most,
    differ,
    meet,
    missing,
    same,
)

_sounds = same("brand_sound")
_full = same("core") & same("trade")
_fits = _sounds & (missing("trade") | same("trade"))
_near = alike("core_grams", 0.7) | alike("brand_grams", 0.45)
# What more have than a firm and its doubles, such as the domain of a provider that nobody has listed, is nobody's own.
_their_domain = meet("own_domains") | meet("few_domains")
# Of names that sound the same the domain is weighed by itself (namesake_mail), and must not count twice.
_misspelt = differ("brand_sound") & _near
_no_city = missing("city")
_alone = at_most("cell_spread", 1)


def _by_spread(
    code: str, when: Statement, column: str, few: int, more: int, start: float, doubt: str | None = None
) -> tuple[Grade, ...]:
    """Three grades of one agreement: the name stands for one, for a few, or for many. Namesakes get likelier."""
    return (
        Grade(f"{code}_one", when & at_most(column, few), start * 0.6, 1e-8, doubt=doubt, own=True),
        Grade(f"{code}_few", when & at_most(column, more), start * 0.3, 1e-7, own=True),
        Grade(f"{code}_many", when, start * 0.1, 1e-6, own=True),
    )


# How sure a name is, depends on how many bear it, counted over what the two records leave open: where a city is
# missing, the towns in which the name is known; where the trade is missing, the trades under that brand in town.
NAME = Comparison(
    "name",
    ("core",),
    missing("brand"),
    (
        *_by_spread("name_without_city", _full & _no_city, "core_spread", 1, 3, 0.15, "core_spread"),
        Grade("name_one", _full & _alone & at_most("brand_spread", 9), 0.3, 1e-8, own=True),
        Grade("name_few", _full & _alone & at_most("brand_spread", 60), 0.1, 1e-7, own=True),
        Grade("name_some", _full & _alone, 0.03, 1e-7, own=True),
        Grade("name_many", _full, 0.02, 1e-6, own=True),
        *_by_spread("brand_without_city", _fits & _no_city, "brand_spread", 1, 3, 0.05, "brand_spread"),
        *_by_spread("brand_in_town", _fits, "town_spread", 1, 3, 0.2),
        # A firm's mail domain is usually its name spelt out, so under a misspelt name it comes with the name.
        Grade("alike_and_domain", _misspelt & meet("own_domains"), 0.03, 1e-8, own=True),
        Grade(
            "alike_and_known_domain", _misspelt & meet("domains"), 0.02, 1e-8, own=_misspelt & _their_domain
        ),
        Grade("alike", alike("core_grams", 0.7), 0.05, 2e-5, own=True),
        Grade("brand", same("brand"), 0.005, 1e-5),
        Grade("somewhat", alike("brand_grams", 0.45), 0.02, 1e-4),
        Grade("differs", None, 0.025, 0.9998),
    ),
)
CITY = Comparison(
    "city",
    ("town",),
    missing("city"),
    (Grade("same", same("city"), 0.98, 0.04), Grade("differs", None, 0.02, 0.96)),
)
PHONE = Comparison(
    "phone",
    ("phones",),
    missing("phones"),
    (
        Grade("same_own", meet("own_phones"), 0.55, 1e-8, own=True),
        Grade("same_few", meet("few_phones"), 0.01, 1e-7, own=True),
        Grade("same_shared", meet("phones"), 0.01, 1e-5),
        Grade("differs", None, 0.43, 0.99998),
    ),
)
MAIL = Comparison(
    "mail",
    ("domains",),
    missing("domains") | _sounds | (_misspelt & meet("domains")),
    (
        Grade("domain_one", meet("own_domains"), 0.5, 1e-8, own=True),
        Grade("domain_few", meet("few_domains"), 0.2, 1e-7, own=True),
        Grade("domain_many", meet("domains"), 0.1, 1e-6),
        Grade("differs", None, 0.2, 0.99999),
    ),
    absent=missing("domains"),
)
# Of two namesakes, quite a few have the same domain too: there it says less, and a different one says more.
NAMESAKE_MAIL = Comparison(
    "namesake_mail",
    ("domains",),
    missing("domains") | missing("brand_sound") | differ("brand_sound"),
    (
        Grade("same", meet("domains"), 0.9, 0.06, own=_sounds & _their_domain),
        Grade("differs", None, 0.1, 0.94),
    ),
    among_candidates=True,
)
# A free mail box is usually spelt like its holder's name: it belongs to the person, and counts once with the name.
# Who changes firms takes name and mobile along: under the same number the same name says nothing more.
_free = meet("free_mails")
PERSON = Comparison(
    "person",
    ("name", "free_mails"),
    (missing("name") & missing("free_mails")) | (meet("phones") & (same("name") | _free)),
    (
        Grade("mail_own", _free & meet("own_mails"), 0.1, 1e-9, own=True),
        Grade("mail_few", _free & meet("few_mails"), 0.02, 1e-8, own=True),
        Grade("same_own", same("name") & at_most("person_spread", 1), 0.2, 1e-9),
        Grade("same_few", same("name") & at_most("person_spread", 3), 0.1, 1e-8),
        Grade("same_some", same("name") & at_most("person_spread", 15), 0.1, 1e-6),
        Grade("same_common", same("name") | _free, 0.05, 1e-5),
        Grade("sounds", same("name_sound"), 0.01, 1e-5),
        Grade("differs", None, 0.42, 0.99997),
    ),
    absent=missing("name") & missing("free_mails"),
)
# An office tower is the address of dozens: who shares a house with other names shares little.
_street = same("street") & same("number")
_house = _street & (same("district") | missing("district"))
ADDRESS = Comparison(
    "address",
    ("district", "street", "number", "rooms"),
    missing("street") | missing("number"),
    (
        Grade("same_room_own", _house & meet("rooms") & at_most("house_spread", 1), 0.25, 1e-8, own=True),
        Grade("same_house_own", _house & at_most("house_spread", 1), 0.5, 1e-7, own=True),
        Grade("same_room_few", _house & meet("rooms") & at_most("house_spread", 3), 0.05, 1e-8, own=True),
        Grade("same_house_few", _house & at_most("house_spread", 3), 0.08, 1e-6),
        Grade("same_house_shared", _house, 0.02, 1e-5),
        Grade("other_district", _street, 0.01, 1e-5),
        Grade("street", same("street") & same("district"), 0.02, 1e-3),
        Grade("differs", None, 0.07, 0.999),
    ),
)
COMPARISONS = (NAME, CITY, PHONE, MAIL, NAMESAKE_MAIL, PERSON, ADDRESS)
