"""Chinese names of organisations: 深圳市蓝天电子有限公司, 蓝天（深圳）电子有限公司, 蓝天电子有限公司深圳分公司."""

import re
import string
from typing import NamedTuple

from zhiji.lib import divisions
from zhiji.lib.countries import country_at_start
from zhiji.lib.org_parts import OrgName
from zhiji.lib.org_words import (
    BRANCH,
    COMPANY_FORMS,
    DEPARTMENT,
    INSTITUTION_WORDS,
    KNOWN_TOWNS,
    LONGEST_TRADE,
    TRADES,
)
from zhiji.lib.traditional import SIMPLIFIED

# One pass over the name: simplified, brackets of one kind, no other marks.
_DROPPED = dict.fromkeys(map(ord, set(string.punctuation + "·•。，、；：！？“”‘’…—–－～~﹒・ ") - set("()")))
_BRACKETS = str.maketrans("[{【〔〖「『《〈<", "(" * 10) | str.maketrans("]}】〕〗」』》〉>", ")" * 10)
_CLEAN = {**_DROPPED, **_BRACKETS, **SIMPLIFIED}
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_FORM_WITH_TAIL = re.compile(r"(..*?(?:有限责任公司|有限公司|(?<![分子])公司))(..{1,24})$")
_PART_AT_END = re.compile(rf"(?:{BRANCH}|{DEPARTMENT})$")
# A part's name ends with one of these, so most names need no further look.
_ENDS_OF_PARTS = frozenset("司店厂院校部行局所心社处厅间科组课会室办队站团系")
# The head office is no branch.
_HEADS = frozenset({"总部", "本部", "总公司", "公司总部", "集团总部"})
_FACULTY = re.compile(r"(..{0,10}?(?:大学|学院))(..{0,10}(?:系|部|处|实验室|教研室))$")
_ZONE = re.compile(
    r"(?:国家)?(?:经济技术|高新技术产业|高新技术|经济)?(?:开发区|高新区|保税区|工业园区|经开区|自贸区)(?=..)"
)
_FORMER = ("原", "曾用名", "前身", "旧称", "现")
_FRONT_FORMS = ("株式会社", "有限会社", "合同会社", "个体工商户", "个体户")
_FORMS_IN_BRACKETS = COMPANY_FORMS | {"株": "kk", "有": "limited", "同": "gk", "厂": "factory", "店": "shop"}
# These are called after their place by everybody, and one of the same name stands in every city.
_NAMED_AFTER_PLACES = frozenset({"authority", "hospital", "school", "university"})
_ENDS_OF_FORMS = frozenset(form[-1] for form in COMPANY_FORMS)
_ENDS_OF_INSTITUTIONS = frozenset(word[-1] for word in INSTITUTION_WORDS)
_LONGEST_FORM = max(map(len, COMPANY_FORMS))
_LONGEST_INSTITUTION = max(map(len, INSTITUTION_WORDS))
_REGIONS = {
    "亚太": "APAC",
    "亚洲": "ASIA",
    "大中华": "CN",
    "中华": "CN",
    "华南": "",
    "华东": "",
    "华北": "",
    "远东": "",
}


class _Place(NamedTuple):
    name: str
    code: str


_NOWHERE = _Place("", "")


def read_chinese_org(typed: str, text: str) -> OrgName:
    """Reads a Chinese name of an organisation; text is what was typed in one width."""
    folded = text.lower().translate(_CLEAN)
    name, place, branch, form, aside = folded, _NOWHERE, "", "", ""
    if "(" in name or ")" in name:
        name, place, branch, form, aside = _take_brackets(name)
    if not branch:
        name, branch, behind_form = _take_branch(name)
        aside = aside or behind_form
    name, outer = _take_forms(name)
    if name in COMPANY_FORMS:
        return OrgName(typed, folded, legal_form=COMPANY_FORMS[name], aside=aside)
    rest, front = _take_front_place(name, place)
    if not place.code and front.code in ("", "CN"):
        rest, behind = _take_place_behind(rest)
        if behind.code:
            rest, front = _take_forms(rest)[0], behind
    place = place if place.code else front
    brand, business, institution = _split_trades(rest)
    if place.code and place is front and (_tells_nothing(brand) or institution in _NAMED_AFTER_PLACES):
        # 上海汽车, 深圳大学, 上海第一人民医院: the place is part of the name.
        brand, business, institution = _split_trades(_with_city(place) + rest)
    return OrgName(
        typed, folded, brand, business, place.name, place.code, outer or form or institution, branch, aside
    )


def _with_city(place: _Place) -> str:
    """Returns a place's name with its city before it: every second city has an 鼓楼区."""
    city = divisions.city_of(place.code) if place.code.isdigit() and not place.code.endswith("00") else None
    return f"{city.short}{place.name}" if city else place.name


def _take_brackets(name: str) -> tuple[str, _Place, str, str, str]:
    """Sorts what stands in brackets: place, part, legal form, or a name beside the name; the rest is part of it."""
    place, branch, form, aside = _NOWHERE, "", "", ""

    def sort(match: re.Match[str]) -> str:
        nonlocal place, branch, form, aside
        inside = match[1]
        if not place.code and (found := _place_named(inside)).code:
            place = found
        elif inside in _FORMS_IN_BRACKETS:
            form = form or _FORMS_IN_BRACKETS[inside]
        elif inside.startswith(_FORMER) or (inside.isascii() and not match.string[: match.start()].isascii()):
            aside = aside or inside
        elif not branch and inside[-1:] in _ENDS_OF_PARTS and _PART_AT_END.search(inside):
            branch = inside
        else:
            return inside
        return ""

    name = _IN_BRACKETS.sub(sort, name)
    return name.replace("(", "").replace(")", ""), place, branch, form, aside


def _take_branch(name: str) -> tuple[str, str, str]:
    """Takes off what follows the legal form, or ends like a branch or department; what is neither goes aside."""
    if "公司" in name and (match := _FORM_WITH_TAIL.match(name)):
        tail = match[2].removeprefix("驻")
        if not tail.endswith("公司") or tail.endswith(("分公司", "子公司")):
            is_part = tail[-1] in _ENDS_OF_PARTS and tail not in _HEADS
            return (match[1], tail, "") if is_part else (match[1], "", "" if tail in _HEADS else tail)
    if match := _FACULTY.match(name):
        return match[1], match[2], ""
    if name[-1:] in _ENDS_OF_PARTS and (match := _PART_AT_END.search(name)):
        start = match.start()
        start -= next((n for n in (5, 4, 3, 2) if start - n >= 2 and _is_place(name[start - n : start])), 0)
        head = name[:start].removesuffix("驻")
        if len(head) >= 2 and not _is_place(head):
            return head, name[start:], ""
    return name, "", ""


def _take_forms(name: str) -> tuple[str, str]:
    """Takes the legal forms of companies off the end; the outermost one counts."""
    form = ""
    for in_front in _FRONT_FORMS:
        if name.startswith(in_front) and len(name) > len(in_front):
            form, name = COMPANY_FORMS[in_front], name[len(in_front) :]
    while name[-1:] in _ENDS_OF_FORMS:
        for length in range(min(_LONGEST_FORM, len(name) - 2), 1, -1):
            found = COMPANY_FORMS.get(name[-length:])
            if found:
                form, name = form or found, name[:-length]
                break
        else:
            break
    return name, form


def _take_front_place(name: str, known: _Place) -> tuple[str, _Place]:
    """Takes provinces, cities and towns off the front.

    With a place in brackets only the province of that place goes: 宁波帮(宁波)机械 is called 宁波帮.
    """
    rest, place = name, _NOWHERE
    for level in divisions.LEVELS:
        for one in divisions.at_start(rest, level):
            if len(rest) - len(one.text) < 1 or not _may_stand_in_front(one, rest, place.code or known.code):
                continue
            if known.code and not (level == "province" and known.code[:2] == one.division.code[:2]):
                continue
            rest = rest[len(one.text) :]
            place = _Place(one.division.short or one.division.name, one.division.code)
            break
    if place.code and (zone := _ZONE.match(rest)):
        rest = rest[zone.end() :]
    if place is _NOWHERE and not known.code:
        code, length = country_at_start(rest)
        if code and len(rest) > length:
            return rest[length:], _Place(rest[:length], code)
    return rest, place


def _may_stand_in_front(one: divisions.Named, name: str, within: str) -> bool:
    """Tells whether a division's name in front of a company's is its place and no part of its own name."""
    digits = 2 if within.endswith("0000") else 4
    if within and within[:digits] != one.division.code[:digits]:
        return False
    if one.division.level != "district":
        return one.is_full or name[len(one.text) : len(one.text) + 1] not in ("区", "县", "州", "市")
    if one.is_full:
        return bool(within) or one.division.name.endswith("市") or len(one.text) > 2
    return one.text in KNOWN_TOWNS and (one.division.is_current or not within)


def _take_place_behind(name: str) -> tuple[str, _Place]:
    """Takes a place off the end of what the legal form left: 联想北京有限公司, 3M中国有限公司."""
    for length in (4, 3, 2):
        if len(name) - length >= 2 and (place := _place_named(name[-length:])).code:
            return name[:-length], place
    return name, _NOWHERE


def _place_named(text: str) -> _Place:
    """Returns the place with exactly this name, a city, a province, a known town or a country."""
    if not 2 <= len(text) <= 12:
        return _NOWHERE
    found = divisions.named(text)
    if found is not None:
        return _Place(found.short or found.name, found.code)
    code, length = country_at_start(text)
    if code and length == len(text):
        return _Place(text, code)
    if text in _REGIONS:
        return _Place(text, _REGIONS[text] or text)
    if text in KNOWN_TOWNS or text[-1] in "区市县":
        for one in divisions.at_start(text, "district"):
            if one.text == text:
                return _Place(one.division.short or one.text, one.division.code)
    return _NOWHERE


def _is_place(text: str) -> bool:
    return bool(_place_named(text).code)


def _split_trades(name: str) -> tuple[str, str, str]:
    """Splits the line of business off, and with it the kind of house: 蓝天电子科技厂 gives 蓝天 and 电子科技厂."""
    institution, end = "", len(name)
    longest = min(_LONGEST_INSTITUTION, end - 2) if name[-1:] in _ENDS_OF_INSTITUTIONS else 0
    for length in range(longest, 0, -1):
        if found := INSTITUTION_WORDS.get(name[end - length :]):
            institution, end = found, end - length
            break
    while True:
        for length in range(min(LONGEST_TRADE, end - 2), 1, -1):
            if name[end - length : end] in TRADES:
                end -= length
                break
        else:
            return name[:end], name[end:], institution


def _tells_nothing(brand: str) -> bool:
    """Tells whether a brand is only a trade or the kind of house, so that the place before it is the true name."""
    return len(brand) < 2 or brand in TRADES or brand in INSTITUTION_WORDS
