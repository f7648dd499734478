"""Chinese places as they are written in Latin letters: Shenzhen, Xi'an, Inner Mongolia, Nanshan."""

from functools import cache

from zhiji.lib.divisions import Division, Level, all_of, division
from zhiji.lib.pinyin import readings

# Places whose Latin name is not their pinyin, or not the usual reading of their characters.
_NAMES = {
    "inner mongolia": "150000",
    "neimenggu": "150000",
    "neimongol": "150000",
    "tibet": "540000",
    "xizang": "540000",
    "shaanxi": "610000",
    "shanxi": "140000",
    "hong kong": "810000",
    "hongkong": "810000",
    "macau": "820000",
    "macao": "820000",
    "taiwan": "710000",
    "chongqing": "500000",
    "chungking": "500000",
    "peking": "110000",
    "canton": "440100",
    "tsingtao": "370200",
    "harbin": "230100",
    "hohhot": "150100",
    "huhehaote": "150100",
    "urumqi": "650100",
    "wulumuqi": "650100",
    "lhasa": "540100",
    "kashgar": "653100",
    "ordos": "150600",
    "hulunbuir": "150700",
    "changchun": "220100",
    "taipei": "71台北市",
    "kaohsiung": "71高雄市",
    "taichung": "71台中市",
    "hsinchu": "71新竹市",
    "kowloon": "81九龙",
    "suzhou": "320500",
    "fuzhou": "350100",
    "taizhou": "331000",
    "yichun": "360900",
    "yulin": "450900",
    "jilin": "220000",
    "hainan": "460000",
}


def place_by_sound(latin: str, province: str = "") -> Division | None:
    """Returns the province or city that is written like this in Latin letters ("xi'an", "Inner Mongolia").

    latin is in small letters; province is the code of the province if it is known, because some cities sound alike
    (Suzhou in Jiangsu, Suzhou in Anhui).
    """
    plain = latin.replace("'", "").replace("’", "").strip()
    named = division(_NAMES.get(plain, ""))
    joined = plain.replace(" ", "").replace("-", "")
    if province:
        return next((one for one in _by_sound("city").get(joined, ()) if one.province_code == province), None)
    return named or next(
        iter((*_by_sound("province").get(joined, ()), *_by_sound("city").get(joined, ()))), None
    )


def district_by_sound(latin: str, city: Division | None) -> Division | None:
    """Returns the district of a city or province that is written like this ("nanshan").

    Without one only county-level cities, where one alone sounds like this.
    """
    found = _by_sound("district").get(latin.replace(" ", "").replace("-", "").replace("'", ""), ())
    if city is None:
        towns = [one for one in found if one.name.endswith("市")]
        return towns[0] if len(towns) == 1 else None
    digits = 2 if city.code.endswith("0000") else 4
    return next((one for one in found if one.code[:digits] == city.code[:digits]), None)


@cache
def _by_sound(level: Level) -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for one in all_of(level):
        if one.is_current and one.short:
            sound = "".join(next(iter(readings(character)), "") for character in one.short)
            found.setdefault(sound, []).append(one)
    return {sound: tuple(several) for sound, several in found.items()}
