"""Countries by the names that stand on envelopes, in Chinese and English, as two letters (ISO 3166-1)."""

import re

from zhiji.lib.text import fold

# Chinese names first, then English and own ones; China with its full name in both.
_NAMES = """
CN 中华人民共和国 中国 china p.r.china pr-china p.r.c. peoples-republic-of-china
US 美国 美利坚合众国 usa u.s.a. united-states united-states-of-america
GB 英国 uk u.k. united-kingdom great-britain england scotland wales northern-ireland
DE 德国 germany deutschland|AT 奥地利 austria österreich|CH 瑞士 switzerland schweiz suisse
FR 法国 france|IT 意大利 italy italia|ES 西班牙 spain españa|PT 葡萄牙 portugal
NL 荷兰 netherlands the-netherlands holland nederland
BE 比利时 belgium belgië belgique|LU 卢森堡 luxembourg|DK 丹麦 denmark danmark
SE 瑞典 sweden sverige|NO 挪威 norway norge
FI 芬兰 finland suomi|IS 冰岛 iceland|IE 爱尔兰 ireland|PL 波兰 poland polska|CZ 捷克 czechia czech-republic
SK 斯洛伐克 slovakia|HU 匈牙利 hungary|RO 罗马尼亚 romania|BG 保加利亚 bulgaria|GR 希腊 greece|TR 土耳其 turkey türkiye
RU 俄罗斯 russia russian-federation|UA 乌克兰 ukraine|KZ 哈萨克斯坦 kazakhstan|JP 日本 japan
KR 韩国 south-korea republic-of-korea korea|KP 朝鲜 north-korea|VN 越南 vietnam viet-nam|TH 泰国 thailand
MY 马来西亚 malaysia|SG 新加坡 singapore|ID 印度尼西亚 印尼 indonesia|PH 菲律宾 philippines|IN 印度 india
PK 巴基斯坦 pakistan|BD 孟加拉国 孟加拉 bangladesh|LK 斯里兰卡 sri-lanka
AE 阿联酋 阿拉伯联合酋长国 uae u.a.e. united-arab-emirates
SA 沙特阿拉伯 沙特 saudi-arabia|IL 以色列 israel|IR 伊朗 iran|EG 埃及 egypt|ZA 南非 south-africa|NG 尼日利亚 nigeria
KE 肯尼亚 kenya|MA 摩洛哥 morocco|CA 加拿大 canada|MX 墨西哥 mexico méxico|BR 巴西 brazil brasil|AR 阿根廷 argentina
CL 智利 chile|CO 哥伦比亚 colombia|PE 秘鲁 peru|AU 澳大利亚 澳洲 australia|NZ 新西兰 new-zealand
MN 蒙古国 mongolia|MM 缅甸 myanmar|KH 柬埔寨 cambodia|LA 老挝 laos|NP 尼泊尔 nepal
EE 爱沙尼亚 estonia
LV 拉脱维亚 latvia
LT 立陶宛 lithuania|SI 斯洛文尼亚 slovenia|HR 克罗地亚 croatia|RS 塞尔维亚 serbia
"""
_DOTS = re.compile(r"[.\s]+")


def _plain(name: str) -> str:
    return _DOTS.sub(" ", fold(name).replace("-", " ").replace("'", "")).strip()


_BY_NAME = {
    _plain(name): row.split()[0]
    for row in re.split(r"[|\n]", _NAMES)
    for name in row.split()[1:]
    if row.strip()
}
_BY_NAME |= {_plain(name).replace(" ", ""): code for name, code in _BY_NAME.items()}
_BY_HEAD: dict[str, tuple[tuple[str, str], ...]] = {
    name[:2]: tuple(
        sorted(((n, c) for n, c in _BY_NAME.items() if n[:2] == name[:2]), key=lambda p: -len(p[0]))
    )
    for name in _BY_NAME
    if not name.isascii()
}


def country_of(name: str) -> str:
    """Returns the two letters of a country by its name, such as Deutschland or 德国; "" for what is none."""
    plain = _plain(name)
    return _BY_NAME.get(plain) or _BY_NAME.get(plain.replace(" ", ""), "")


def country_at_start(text: str) -> tuple[str, int]:
    """Returns the country by whose Chinese name a simplified text begins, and how long that name is; else "", 0."""
    for name, code in _BY_HEAD.get(text[:2], ()):
        if text.startswith(name):
            return code, len(name)
    return "", 0
