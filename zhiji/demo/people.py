"""Names of persons, with the spelling their mail addresses use."""

import random
from collections.abc import Callable

from zhiji.demo import words_en, words_zh

Name = tuple[str, str, str, str]


def chinese(rng: random.Random) -> Name:
    """Draw a Chinese name: full name, family name, spelling (zhangwei), "male" or "female"."""
    draw = rng.random
    surnames = words_zh.SURNAMES_COMMON if draw() < 0.62 else words_zh.SURNAMES
    family, family_latin = surnames[int(draw() * len(surnames))]
    male = draw() < 0.56
    if draw() < 0.28 and len(family) == 1:
        stock = words_zh.MALE_SINGLE if male else words_zh.FEMALE_SINGLE
        given, latin = stock[int(draw() * len(stock))]
    else:
        given, latin = _double(draw, male)
    return family + given, family, family_latin + latin, "male" if male else "female"


def _double(draw: Callable[[], float], male: bool) -> tuple[str, str]:
    firsts = words_zh.MALE_FIRST if male else words_zh.FEMALE_FIRST
    seconds = words_zh.MALE_SECOND if male else words_zh.FEMALE_SECOND
    first = firsts[int(draw() * len(firsts))]
    second = seconds[int(draw() * len(seconds))]
    if first[0] == second[0]:
        second = seconds[0] if seconds[0][0] != first[0] else seconds[1]
    return first[0] + second[0], first[1] + second[1]


def foreign(rng: random.Random, culture: str) -> Name:
    """Draw a name of a culture: full name, family name, spelling (j.harper), "male" or "female"."""
    males, females, families = words_en.PEOPLE[culture]
    male = rng.random() < 0.6
    stock = males if male else females
    given = stock[int(rng.random() * len(stock))].replace("~", " ")
    family = families[int(rng.random() * len(families))]
    name = f"{family} {given}" if culture == "singapore" and " " in given else f"{given} {family}"
    return name, family, f"{words_en.plain(given)}.{words_en.plain(family)}", "male" if male else "female"
