"""What cells hold, judged by themselves: a mail address, a mobile number, a company, a person, a place."""

import re
from collections.abc import Callable, Sequence

from stdnum.cn import uscc

from zhiji.lib.mailaddress import normalise_address
from zhiji.lib.phones import parse_phone
from zhiji.lib.text import fold, one_width

_SURNAMES = frozenset(
    ""
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方"
    ""
    "石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申"
    ""
    "尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包"
    ""
    "司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙"
    ""
    "计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
)
_COMPANY = re.compile(
    r"公司|有限|集团|厂$|工厂|商行|门市|经营部|商店|事务所|研究院|研究所|大学|学院|中学|小学|医院|银行|协会|中心$|工作室|合作社|超市|"
    r"管理局|委员会|支行|\b(?:ltd|limited|inc|corp|corporation|gmbh|co|llc|plc|ag|bv|sa|srl|pty|pte|kg|oy|ab|"
    r"company|university|hospital|institute|group|holdings|technologies|electronics|industries)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:省|市|自治区|县|区|镇|乡|村).{0,30}(?:路|街|道|巷|弄|号|号楼|栋|幢|室|楼|园|村|组|大厦|广场)|(?:路|街|大道|巷|弄)\s*\d+\s*号|"
    r"\d+\s*(?:号|弄|栋|幢)|\b\d+[a-z]?\b.{0,40}\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|"
    r"square|court|building|floor|suite)\b|\b(?:po box|p\.o\. box)\b|(?:straße|strasse|str\.)\s*\d+",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?://|www\.)\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|io|com\.cn|tw|hk|eu|de)(?:/\S*)?",
    re.I,
)
_DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]\d{1,2}:\d{2}.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?: \d{1,2}:\d{2}.*)?"
)
_PROVINCES = frozenset(
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 "
    "四川 贵州 云南 陕西 甘肃 青海 "
    "台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 广西壮族 宁夏回族 新疆维吾尔".split()
)
_COUNTRIES = frozenset(
    "中国 美国 日本 韩国 德国 英国 法国 新加坡 马来西亚 越南 泰国 印度 俄罗斯 澳大利亚 加拿大 意大利 西班牙 "
    "荷兰 瑞士 瑞典 巴西 墨西哥 "
    "中国大陆 中华人民共和国 cn china us usa uk gb germany france japan korea singapore malaysia vietnam "
    "thailand india italy spain "
    "netherlands switzerland sweden brazil mexico australia canada austria de fr jp kr sg my vn th in".split()
) | {"united states", "united kingdom", "south korea"}
_LANGUAGES = frozenset(
    "中文 汉语 普通话 英文 英语 日文 日语 德语 法语 韩语 繁体中文 简体中文 粤语 zh en zh-cn zh-hans zh-tw "
    "zh-hant en-us en-gb ja de fr "
    "chinese english japanese german french mandarin".split()
)
_KINDS = frozenset(
    "个人 单位 企业 公司 机构 组织 person organisation organization company individual 自然人 法人".split()
)
_TITLE = re.compile(
    r"经理|总监|工程师|主管|主任|董事|总裁|采购员|采购$|助理|会计|处长|科长|院长|校长|教授|老师|厂长|店长|秘书|"
    r"\b(?:manager|director|engineer|president|ceo|cto|cfo|coo|buyer|purchaser|assistant|officer|head of|vp|"
    r"accountant|professor|owner|founder|supervisor|technician|executive)\b",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(
    r"(?:部|部门|科|处|室|车间|课|组)$|\b(?:department|dept|division|r&d|purchasing|procurement)\b", re.I
)
_CODE = re.compile(r"(?=.*\d)[A-Za-z]{1,6}[-_./]?\d{2,}[-\w]*")
_LATIN_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-zà-ÿ'’-]+(?: [A-Z]\.?)?(?: (?:de|van|von|der))* [A-Z][A-Za-zà-ÿ'’-]+"
)


def is_person(cell: str) -> bool:
    """Tells whether a cell is probably the name of a person: 李雷, 欧阳娜娜, Anna Lee; with 先生, 女士, 经理 too."""
    text = re.sub(r"(?:先生|女士|小姐|经理|总|工|老师)$", "", fold(cell).replace(" ", "")) or cell
    if 2 <= len(text) <= 4 and re.fullmatch("[\u4e00-\u9fff]+", text):
        return text[0] in _SURNAMES and not _COMPANY.search(cell) and not is_place(cell)
    return _LATIN_NAME.fullmatch(cell) is not None and not _COMPANY.search(cell)


def is_company(cell: str) -> bool:
    """Tells whether a cell is probably the name of an organisation."""
    return len(cell) <= 120 and _COMPANY.search(cell) is not None and not is_mail(cell)


def is_mail(cell: str) -> bool:
    """Tells whether a cell is a mail address, or several."""
    return "@" in cell and all(
        normalise_address(part) for part in re.split(r"[;,；，\s]+(?=\S+@)", cell) if part
    )


def is_mobile(cell: str) -> bool:
    """Tells whether a cell is a mobile number."""
    return _looks_dialled(cell) and parse_phone(cell).kind == "mobile"


def is_landline(cell: str) -> bool:
    """Tells whether a cell is a telephone number of a desk or a switchboard."""
    return (
        _looks_dialled(cell)
        and parse_phone(cell).kind in ("landline", "short", "fax")
        and not is_postcode(cell)
    )


def _looks_dialled(cell: str) -> bool:
    return 7 <= sum(c.isdigit() for c in cell) <= 20 and len(cell) <= 40 and not _DATE.fullmatch(cell)


def is_tax_number(cell: str) -> bool:
    """Tells whether a cell is a unified social credit code whose check character is right."""
    return len(cell) <= 24 and uscc.is_valid(one_width(cell))


def is_postcode(cell: str) -> bool:
    """Tells whether a cell may be a Chinese postcode."""
    return re.fullmatch(r"[0-8]\d{5}", cell) is not None


def is_place(cell: str) -> bool:
    """Tells whether a cell is a province or a city and nothing more."""
    return is_province(cell) or is_city(cell)


def is_province(cell: str) -> bool:
    """Tells whether a cell is a Chinese province, or a city that ranks as one."""
    return re.sub(r"(?:省|市|自治区|特别行政区)$", "", fold(cell)) in _PROVINCES


def is_city(cell: str) -> bool:
    """Tells whether a cell is a Chinese city or prefecture."""
    return re.fullmatch(r"[\u4e00-\u9fff]{1,6}(?:市|自治州|地区|盟)", cell) is not None


def is_district(cell: str) -> bool:
    """Tells whether a cell is a Chinese district or county."""
    return re.fullmatch(r"[\u4e00-\u9fff]{1,8}(?:区|县|旗)", cell) is not None


def is_date(cell: str) -> bool:
    """Tells whether a cell is a date, with a time or without."""
    return len(cell) <= 40 and _DATE.fullmatch(cell) is not None


def is_number(cell: str) -> bool:
    """Tells whether a cell is a plain number or an amount."""
    return re.fullmatch(r"[-+]?[¥￥$€]?\d{1,3}(?:,?\d{3})*(?:\.\d+)?%?", cell) is not None


# In the order in which they are asked; the first that most cells pass decides. With how much it is worth alone.
DETECTORS: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("mail", is_mail, 0.9),
    ("tax_number", is_tax_number, 0.9),
    ("date", is_date, 0.9),
    ("mobile", is_mobile, 0.85),
    ("website", lambda cell: _URL.fullmatch(cell) is not None, 0.85),
    ("postcode", is_postcode, 0.5),
    ("phone", is_landline, 0.75),
    ("kind", lambda cell: fold(cell) in _KINDS, 0.75),
    ("language", lambda cell: fold(cell) in _LANGUAGES, 0.75),
    ("country", lambda cell: fold(cell) in _COUNTRIES, 0.75),
    ("province", is_province, 0.75),
    ("city", is_city, 0.7),
    ("district", is_district, 0.6),
    ("address", lambda cell: _ADDRESS.search(cell) is not None, 0.8),
    ("firm", is_company, 0.85),
    ("who", is_person, 0.75),
    ("title", lambda cell: len(cell) <= 40 and _TITLE.search(cell) is not None, 0.65),
    ("department", lambda cell: len(cell) <= 40 and _DEPARTMENT.search(cell) is not None, 0.6),
    ("external_id", lambda cell: len(cell) <= 30 and _CODE.fullmatch(cell) is not None, 0.5),
    ("number", is_number, 0.5),
)
_MOST = 0.7  # of the cells that hold anything
_LOOKED_AT = 100


def content_of(cells: Sequence[str]) -> tuple[str, float]:
    """Tells what most cells of a column hold, and how surely (0 to 1); "", 0.0 where they tell nothing."""
    filled = [cell.strip()[:300] for cell in cells if cell.strip()][:_LOOKED_AT]
    if not filled:
        return "", 0.0
    for content, fits, worth in DETECTORS:
        share = sum(map(fits, filled)) / len(filled)
        if share >= _MOST and not (content == "external_id" and len(set(filled)) < len(filled)):
            return content, round(worth * share, 2)
    return "", 0.0


def share_of(content: str, cells: Sequence[str]) -> float:
    """Tells which part of the filled cells passes for one content."""
    fits = next(test for name, test, _worth in DETECTORS if name == content)
    filled = [cell.strip()[:300] for cell in cells if cell.strip()][:_LOOKED_AT]
    return sum(map(fits, filled)) / len(filled) if filled else 0.0


def is_typed(cell: str) -> bool:
    """Tells whether a cell is plainly a value and no name of a column: an address, a number, a date, a company."""
    return bool(cell) and any(fits(cell) for content, fits, _worth in DETECTORS if content in _VALUES)


_VALUES = {
    "mail",
    "tax_number",
    "date",
    "mobile",
    "website",
    "phone",
    "address",
    "number",
    "postcode",
    "external_id",
}
