"""What of a name people really type: its runs, its start, and its core without place and legal form."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

from zhiji.lib.pinyin import readings
from zhiji.lib.text import cjk_runs

# Every company has one of these at its end: typed in pinyin they would find everything.
LEGAL_FORMS = (
    "股份有限责任公司", "有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "股份公司", "集团公司",
    "总公司", "分公司", "子公司", "公司", "集团", "个体工商户", "有限合伙", "合伙企业",
)  # fmt: skip
# Names of companies begin with where they are; people think of them by what comes after.
_PLACES = frozenset(
    """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南
    四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 中国 石家庄 唐山 保定 廊坊 太原
    大同 沈阳 大连 鞍山 长春 哈尔滨 大庆 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 昆山
    江阴 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 义乌 台州 合肥 芜湖 蚌埠 福州 厦门 莆田 泉州 漳州 南昌 赣州 吉安
    济南 青岛 淄博 烟台 潍坊 威海 临沂 郑州 洛阳 武汉 宜昌 襄阳 长沙 株洲 湘潭 衡阳 广州 韶关 深圳 珠海 汕头
    佛山 江门 湛江 肇庆 惠州 梅州 东莞 中山 潮州 揭阳 南宁 柳州 桂林 海口 三亚 成都 绵阳 贵阳 昆明 拉萨 西安
    宝鸡 咸阳 兰州 西宁 银川 乌鲁木齐 台北 台中 高雄 新竹 顺德 宝安 龙岗 浦东
    """.split()
)
_LONGEST_PLACE = 4
_MOST_READINGS = 8


def without_legal_form(run: str) -> str:
    """Takes the legal form off the end of a company's name, unless nothing would be left."""
    for form in LEGAL_FORMS:
        if run.endswith(form) and len(run) > len(form):
            return run[: -len(form)]
    return run


def place_length(run: str) -> int:
    """Tells how many characters at the start of a name only say where the company is.

    深圳市蓝天电子 gives 3; a name that is nothing but a place gives 0.
    """
    end = 0
    for _ in range(3):  # province, city, district
        step = next((n for n in range(_LONGEST_PLACE, 1, -1) if run[end : end + n] in _PLACES), 0)
        if not step:
            break
        end += step
        if run[end : end + 1] in ("省", "市", "区", "县"):
            end += 1
    return end if len(run) - end >= 2 else 0


def starts(name: str) -> Iterator[int]:
    """Yields the positions at which people begin to type a folded name: its start, and after its place."""
    yield 0
    runs = cjk_runs(name)
    if runs and name.startswith(runs[0]):
        place = place_length(runs[0])
        if place:
            yield place


def combined(choices: Sequence[Sequence[str]]) -> list[str]:
    """Joins one choice of each place, in all ways: [(z, c), (q,)] gives zq and cq; at most eight."""
    if all(len(choice) == 1 for choice in choices):
        return ["".join([choice[0] for choice in choices])]
    return ["".join(ways) for ways in islice(product(*choices), _MOST_READINGS)]


@lru_cache(maxsize=16384)
def pair_sounds(pair: str) -> tuple[str, ...]:
    """Returns the ways to spell two neighbours together: 蓝天 gives lantian."""
    return tuple(combined([readings(character) for character in pair]))


@lru_cache(maxsize=8192)
def first_letters(character: str) -> str:
    """Returns the letters that a character's readings begin with: 重 gives zc."""
    return "".join(dict.fromkeys(reading[0] for reading in readings(character)))


@lru_cache(maxsize=16384)
def letters_together(part: str) -> tuple[str, ...]:
    """Returns the initials of two or three neighbours: 重庆 gives zq and cq."""
    return tuple(combined([first_letters(character) for character in part]))
