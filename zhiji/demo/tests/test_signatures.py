"""Signatures of the demo company's people, in five layouts, are read field by field."""

import random
from collections.abc import Iterator

from zhiji.demo import organisations, people, places, words_en
from zhiji.demo.industries import BY_KEY
from zhiji.lib.signatures import read_signature
from zhiji.lib.text import one_width

PEOPLE = 100
TITLES = (
    "采购经理 采购工程师 总经理 技术总监 销售代表 质量主管 研发工程师 业务员 项目经理 厂长 副总经理".split()
)
ENGLISH = "Purchasing Manager|Senior Buyer|R&D Engineer|Managing Director|Head of Procurement".split("|")


def chinese(dice: random.Random, serial: int) -> dict[str, str]:
    city = dice.choice(places.CHINA_CITIES)
    return {
        "name": people.chinese(dice)[0],
        "title": dice.choice(TITLES),
        "organisation": organisations.chinese(dice, serial, "large", city, dice.choice(list(BY_KEY)))[0],
        "address": f"{city.name}市高新区科技路{dice.randrange(1, 300)}号",
        "phone": f"0755-26{dice.randrange(10**6):06}",
        "mobile": f"13{dice.randrange(10**9):09}",
    }


def foreign(dice: random.Random, serial: int) -> dict[str, str]:
    country = dice.choice(places.COUNTRIES)
    firm = organisations.foreign(dice, serial, "large", country, "Bristol", dice.choice(list(BY_KEY)))
    return {
        "name": people.foreign(dice, dice.choice(list(words_en.PEOPLE)))[0],
        "title": dice.choice(ENGLISH),
        "organisation": firm[0],
        "address": f"{dice.randrange(1, 99)} Harbour Road, Bristol BS1 4DJ",
        "phone": f"+44 20 7946 0{dice.randrange(100, 999)}",
        "mobile": f"+44 7700 {dice.randrange(900000, 900999)}",
    }


LAYOUTS = (
    (chinese, "{name}\n{title}\n{organisation}\n地址：{address}\n电话：{phone}\n手机：{mobile}"),
    (chinese, "{name} | {title} | {organisation}\nT: {phone} | M: {mobile}\n{address}"),
    (chinese, "{name}  {title}\n{organisation}\nTel: {phone}  Mob: {mobile}"),
    (foreign, "{name}\n{title}\n{organisation}\n{address}\nPhone: {phone}\nMobile: {mobile}"),
    (foreign, "{name}\n{title} | {organisation}\nT {phone}  M {mobile}"),
)


def each_field() -> Iterator[tuple[str, list[str], list[str]]]:
    dice = random.Random(7)
    for serial in range(PEOPLE):
        for make, layout in LAYOUTS:
            told = make(dice, serial)
            found = read_signature(f"Please see the file.\n\n{layout.format(**told)}")
            read = found.values if found else {}
            meant = {name: [one_width(text)] for name, text in told.items() if f"{{{name}}}" in layout}
            for name in meant.keys() | read.keys():
                yield name, read.get(name, []), meant.get(name, [])


def test_what_people_sign_is_read_field_by_field():
    fields = list(each_field())
    wrong = [one for one in fields if one[1] != one[2]]
    assert len(fields) == PEOPLE * 28
    assert len(wrong) <= len(fields) // 200, wrong
