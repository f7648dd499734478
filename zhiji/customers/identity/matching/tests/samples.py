"""Made-up records for the tests of matching: firms with doubles, misspelt, moved about, under shared numbers."""

import random

from zhiji.customers.identity.matching.reading import read_record
from zhiji.customers.identity.matching.records import MatchRecord

_BRANDS = "蓝天 恒通 瑞达 星海 宏远 创联 金桥 飞翔 德胜 汇丰源 博雅 天衡".split()
_TRADES = "电子 科技 贸易 机械设备 软件".split()
_CITIES = "深圳 上海 武汉 成都".split()
_PEOPLE = "王小明 李雷 张丽华 陈志强 刘洋 赵敏 孙立 周婷 吴刚 郑爽".split()
_SWITCHBOARD = "0755-26001234"


def firms(count: int, seed: int = 7) -> tuple[list[MatchRecord], dict[int, int]]:
    """Returns records of `count` firms, one to four of each, and which firm each record means."""
    rng = random.Random(seed)
    records: list[MatchRecord] = []
    truth: dict[int, int] = {}
    for firm in range(count):
        told = _firm(rng, firm)
        for _ in range(rng.choice((1, 2, 2, 3, 4))):
            truth[len(records)] = firm
            records.append(read_record(len(records), "organisation", _writing(rng, told)))
    return records, truth


def people(count: int, seed: int = 7) -> tuple[list[MatchRecord], dict[int, int]]:
    """Returns records of `count` persons, one to four of each, and which person each record means."""
    rng = random.Random(seed)
    records: list[MatchRecord] = []
    truth: dict[int, int] = {}
    for person in range(count):
        told = _firm(rng, person) | {
            "name": rng.choice(_PEOPLE)[0] + rng.choice(_PEOPLE)[1:] + rng.choice(("", "", "文", "明"))
        }
        for _ in range(rng.choice((1, 2, 2, 3, 4))):
            truth[len(records)] = person
            records.append(read_record(len(records), "person", _writing(rng, told) | {"name": told["name"]}))
    return records, truth


def _firm(rng: random.Random, firm: int) -> dict[str, str]:
    city = rng.choice(_CITIES)
    brand = rng.choice(_BRANDS) + rng.choice(_BRANDS)[0]
    return {
        "organisation": f"{city}{brand}{rng.choice(_TRADES)}有限公司",
        "name": rng.choice(_PEOPLE),
        "mobile": f"138{firm * 7919 % 10**8:08d}" if rng.random() < 0.8 else _SWITCHBOARD,
        "mail": f"sales@firm{firm}.example",
        "address": f"{city}市人民路{rng.randrange(1, 400)}号{rng.randrange(1, 30)}楼",
    }


def _writing(rng: random.Random, told: dict[str, str]) -> dict[str, str]:
    written = {field: text for field, text in told.items() if field == "organisation" or rng.random() < 0.7}
    if rng.random() < 0.15:
        name = written["organisation"]
        place = rng.randrange(2, len(name))
        written["organisation"] = name[:place] + name[place + 1 :]
    if rng.random() < 0.3:
        written["name"] = rng.choice(_PEOPLE)
    return written
