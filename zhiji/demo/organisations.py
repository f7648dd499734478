"""Names and domains of firms, schools and offices that buy from us."""

import random

from zhiji.demo import words_en, words_zh
from zhiji.demo.industries import BY_KEY
from zhiji.demo.places import MUNICIPALITIES, City, Country

# Strides that share no factor with the number of names, so that serials run through all of them.
_STRIDE = 1_009


def chinese(rng: random.Random, serial: int, category: str, city: City, industry: str) -> tuple[str, str]:
    """Name and mail domain of a Chinese organisation; different serials have different domains."""
    round_number, place = divmod(serial * _STRIDE, len(words_zh.TRADE_NAMES))
    trade, latin = words_zh.TRADE_NAMES[place]
    domain = f"{latin}{round_number // _STRIDE or ''}"
    if category == "education":
        return _school_zh(rng, trade, city), f"{domain}-edu.example"
    if category == "government":
        return _office_zh(rng, trade, city), f"{domain}-gov.example"
    words = BY_KEY[industry].zh
    middle = words[int(rng.random() * len(words))]
    if category == "partner":
        middle = rng.choice(("电子", "科技", "信息技术")) + rng.choice(("", "", "贸易"))
    if category == "large_business":
        ending = rng.choice(("股份有限公司", "集团有限公司", "有限公司", "有限公司"))
        return (
            f"{rng.choice((city.name, city.province, city.name))}{trade}{middle}{ending}",
            f"{domain}.example",
        )
    if rng.random() < 0.08:
        town = city.name if city.name in MUNICIPALITIES else f"{city.name}市"
        shop = rng.choice(("经营部", "商行", "工作室"))
        return f"{town}{trade}{rng.choice(('电子', '五金', '模型', '数码'))}{shop}", f"{domain}.example"
    if rng.random() < 0.3:
        return f"{trade}{middle}（{city.name}）有限公司", f"{domain}.example"
    return f"{city.name}{trade}{middle}有限公司", f"{domain}.example"


def _school_zh(rng: random.Random, trade: str, city: City) -> str:
    kind = rng.random()
    if kind < 0.45:
        place = city.province if rng.random() < 0.5 else city.name
        return f"{place}{trade}{rng.choice(('理工', '工业', '科技', ''))}大学"
    if kind < 0.8:
        return f"{city.name}{trade}{rng.choice(('职业技术学院', '工程学院', '信息职业学院'))}"
    return f"{city.name}市{trade}{rng.choice(('中学', '实验中学', '高级技工学校'))}"


def _office_zh(rng: random.Random, trade: str, city: City) -> str:
    # An invented district, so that no real office is named.
    kind = rng.choice(
        ("水务管理所", "环境监测站", "路灯管理所", "计量检定所", "政务服务中心", "应急指挥中心", "气象站")
    )
    return f"{city.name}市{trade}区{kind}"


def foreign(
    rng: random.Random, serial: int, category: str, country: Country, town: str, industry: str
) -> tuple[str, str]:
    """Name and mail domain of an organisation abroad; different serials have different domains."""
    round_number, place = divmod(serial * _STRIDE, len(words_en.HEADS))
    head, latin = words_en.HEADS[place]
    number = round_number // _STRIDE or ""
    if category == "education":
        kind = rng.choice(
            ("University of Technology", "Institute of Technology", "Technical College", "University")
        )
        return f"{head} {kind}", f"{latin}-edu{number}.example"
    if category == "government":
        kind = rng.choice(
            ("Water Authority", "Highways Agency", "County Council", "Port Authority", "Weather Service")
        )
        return f"{head} {kind}", f"{latin}-gov{number}.example"
    tails = BY_KEY[industry].en
    tail = tails[int(rng.random() * len(tails))]
    if category == "partner":
        tail = rng.choice(("Distribution", "Components", "Trading"))
    legal = country.legal[int(rng.random() * len(country.legal))]
    slug = tail.split()[0].lower()
    return f"{head} {tail} {legal}", f"{latin}-{slug}{number}.example"
