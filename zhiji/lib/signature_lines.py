"""What one line of a mail's signature says: labelled numbers, a title, a department, a company, an address, a name."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from zhiji.lib.org_words import DEPARTMENT, TRADES
from zhiji.lib.person_names import looks_like_person
from zhiji.lib.phones import parse_phone
from zhiji.lib.text import has_cjk, one_width, to_simplified
from zhiji.lib.titles import CHINESE, LATIN_BEFORE
from zhiji.lib.whose_name import names_organisation

LONGEST_LINE = 200


class Said(NamedTuple):
    """One thing that a line says: a field (as imports name them, "" for what means nothing here) and its text."""

    field: str
    text: str


def _spread(words: str) -> str:
    """Makes a pattern of words; Chinese ones may be spread out: 电　话."""
    return "|".join(
        r"\s*".join(word) if has_cjk(word) else re.escape(word).replace(r"\ ", r"\s*")
        for word in sorted(words.split(","), key=len, reverse=True)
    )


_LABELS = {
    "mobile": "手机,移动电话,手机号,手机号码,手提电话,行动电话,手機,行動電話,mobile,mobile phone,cell,cell phone,"
    "cellphone,handy,mobil,mob,mp",
    "fax": "传真,傳真,传真号,fax,telefax,facsimile",
    "direct": "直线,直拨,直线电话,direct,direct line,direct dial,durchwahl,ddi,did",
    "phone": "电话,座机,固话,固定电话,办公电话,公司电话,联系电话,总机,热线,電話,辦公電話,tel,telephone,phone,office,"
    "telefon,switchboard,office phone,work,main,ph",
    "mail": "邮箱,邮件,电子邮件,电子邮箱,电邮,郵箱,電郵,e-mail,email,mail,mailto",
    "website": "网址,网站,官网,主页,網址,website,web site,web,homepage,url,internet",
    "address": "地址,公司地址,办公地址,单位地址,联系地址,通讯地址,address,add,addr,adresse,office address",
    "postcode": "邮编,邮政编码,zip,postcode,post code,p.c.",
    "wechat": "微信,微信号,wechat,weixin,wechat id",
    "name": "姓名,联系人,签名人,name",
    "title": "职务,职位,岗位,职称,title,position,job title",
    "department": "部门,所属部门,department,dept",
    "organisation": "公司,单位,公司名称,单位名称,company,organisation,organization,firma",
    "": "qq,qq号,skype,whatsapp,line,linkedin,twitter,facebook,税号,开户行,账号,户名,银行账号,vat,ust-idnr,hrb",
}
_FIELD_OF = {
    re.sub(r"\s", "", word): field for field, words in _LABELS.items() for word in words.lower().split(",")
}
_LETTERS = {
    "t": "phone",
    "p": "phone",
    "o": "phone",
    "d": "direct",
    "m": "mobile",
    "c": "mobile",
    "h": "mobile",
    "f": "fax",
    "e": "mail",
    "w": "website",
    "a": "address",
}
_WORD = _spread(",".join(_LABELS.values()))
_ONE = rf"(?:{_WORD})"
# No two parts that follow each other may take the same spaces: a stranger's line would try all ways to share them.
_LABEL = re.compile(
    rf"(?:(?<=^)|(?<=[\s|,;/·•、，；(（\[]))(?P<words>{_ONE}(?:\s*[/&、,(（]\s*{_ONE}(?:\s*[)）])?)*)"
    r"(?:\s*(?:no|nr)\.?)?\s*(?:[:：]|\.\s?(?=[\d+(])|(?=\s?[+(]?\d{2})|(?<=[^\x00-\x7f])\s+(?=\S)|(?=\s[\w.+-]+@))"
    r"|(?:(?<=^)|(?<=[\s|,;/·•]))(?P<letter>[TPODMCHFEWA])(?:\s?[:：.)]|(?=\s?[+(]{0,2}\d{2}))",
    re.IGNORECASE,
)
_WORD_AT = re.compile(_WORD, re.IGNORECASE)
_EDGES = " \t|,;/·•:：、，；-–—_*<>[]"
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_URL = re.compile(r"(?:https?://\S+|www\.[\w-]+(?:\.[\w-]+)+\S*)", re.IGNORECASE)
_NUMBER = re.compile(r"[+(（]?[\d() （）.\-–]{6,22}\d(?:\s*(?:ext\.?|x|转|#)\s*\d{1,6})?", re.IGNORECASE)
_CELLS = re.compile(r"\s*[|｜│┃¦•·]\s*|\s{3,}|\t+|\s+[-–—/]\s+")
_TOKENS = re.compile(r"\s+")
_COMMAS = re.compile(r"\s*[,，]\s*")
_DEPARTMENT_ZH = re.compile(
    rf"[\u4e00-\u9fff]{{0,8}}(?:{DEPARTMENT})|[\u4e00-\u9fff]{{2,10}}(?:部|处|科|课|中心)"
)
_DEPARTMENT_EN = re.compile(
    r"(?:[A-Z&][\w&-]*\s+){1,4}(?:Department|Dept\.?|Division|Team|Office|Section)|"
    r"(?:Department|Dept\.?|Division|Office)\s+of\s+.{3,40}|"
    r"(?:Purchasing|Procurement|Sales|Marketing|Engineering|Finance|Accounting|Logistics|Quality|R&D|Research"
    r"|Human Resources|Customer Service|Supply Chain)"
)
_TITLE_ZH = re.compile(
    r"[\u4e00-\u9fff（()）]{0,10}(?:工程师|技术员|采购|跟单|专家|架构师|员工|组长|课长|干事|科员|助理|博士后|合伙人|创始人)"
)
_TITLE_EN = re.compile(
    r"\b(?:manager|engineer|director|buyer|purchaser|officer|president|c[efto]o|head of|head|assistant|secretary|"
    r"specialist|consultant|representative|supervisor|executive|lead|leader|technician|analyst|owner|founder|partner|"
    r"accountant|planner|coordinator|administrator|advisor|architect|developer|designer|professor|lecturer|researcher|"
    r"scientist|chairman|chairwoman|principal|dean|agent|controller|inspector|leiter|leiterin|geschäftsführer|"
    r"einkäufer|vice president|vp|md|purchasing|procurement)\b",
    re.IGNORECASE,
)
_ADDRESS_ZH = re.compile(
    r"(?=.*(?:路|街|道|号|巷|弄|大厦|园区|工业区|科技园|楼|座))(?:.*(?:省|市|区|县|镇|路|号|楼|栋|室)){2}"
)
_ADDRESS_EN = re.compile(
    r"(?=.*\d)(?=.*(?:,|\b(?:P\.?O\.? ?Box)\b|\d$)).*\b(?:road|rd|street|st|avenue|ave|lane|drive|"
    r"blvd|boulevard|building|bldg|floor|room|district|zone|park|way|place|square|tower|block|unit|suite|estate|court|"
    r"p\.?o\.? ?box|\w*stra(?:ss|ß)e|str|platz|rue|via|calle)\b",
    re.IGNORECASE,
)
_NAME_EN = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau|Ing|Dipl\.-Ing)\.?\s+)*"
    r"(?:[A-Z\u00c0-\u00de\u0100-\u017f][\w'’-]*\.?)(?:\s+(?:[A-Z\u00c0-\u00de\u0100-\u017f][\w'’-]*\.?|van|von|den|de|der|del|di|da|la|bin|al)){1,4}"
    r"(?:\s*[(（\"'“][\w .'’-]{1,20}[)）\"'”])?(?:,?\s+(?:PhD|MBA|Jr\.?|MSc|PE|CPA))?(?:\s*\((?:Mr|Ms|Mrs)\.?\))?"
)
_NAME_ZH = re.compile(
    r"([\u4e00-\u9fff]{2,4})(?:\s*[(（](?:先生|女士|小姐)[)）])?(?:\s*[(（/]?\s*[A-Z][A-Za-z .'-]{1,30}\s*[)）]?)?"
)
_NAME_SPREAD = re.compile(r"[\u4e00-\u9fff]\s{1,3}[\u4e00-\u9fff](?:\s{1,3}[\u4e00-\u9fff])?")
_NO_NAMES = frozenset(
    "谢谢 谢谢您 谢谢你 多谢 感谢 此致 敬礼 祝好 商祺 盼复 安好 时祺 于此 祝安 万事如意".split()
)
_SENTENCE = re.compile(r"[。！？!?；]|\bplease\b", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<!\bltd)(?<!\bco)(?<!\binc)(?<!\bcorp)(?<!\b[a-z])(?<!\bdept)\.$", re.IGNORECASE)
_LITTLE_WORD = re.compile(
    r"\b(?:the|is|are|was|will|we|you|your|our|for|to|with|have|has|can|be|this|that|it|me|not|my|from|at|on)\b"
)
_ASIDE = re.compile(r"\s*[(（][^\d()（）]*[)）]")
# They stand before a title, and begin like a family name.
_BEFORE_TITLES = TRADES | frozenset(
    "高级 常务 商务 安全 项目 全国 华东 华南 华北 华中 大区 区域 品质 常驻".split()
)


@lru_cache(maxsize=4096)
def read_line(line: str) -> tuple[Said, ...]:
    """Reads what a line of a signature says, in order; () where it is a sentence or nothing that is known."""
    text = one_width(line[: LONGEST_LINE + 1].replace("\t", "   ")) if "   " not in line else line.strip()
    if not text or len(text) > LONGEST_LINE:
        return ()
    labels = [label for label in _LABEL.finditer(text) if _fits(label, text)]
    if not labels:
        return tuple(_unlabelled(text))
    found = list(_unlabelled(text[: labels[0].start()])) if labels[0].start() else []
    if labels[0].start() and not found:
        return ()  # a label within a sentence: please call our office 0755…
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        found += _labelled(label, text[label.end() : end])
    return tuple(found)


def _fits(label: re.Match[str], text: str) -> bool:
    """Leaves out words that only look like labels: the A of "A. Meyer" is none."""
    letter = (label["letter"] or "").lower()
    if letter in {"e", "w", "a"}:
        rest = text[label.end() :].strip()
        return {"e": "@" in rest, "w": "." in rest, "a": any(map(str.isdigit, rest))}[letter]
    return True


def _labelled(label: re.Match[str], text: str) -> Iterator[Said]:
    text = text.strip(_EDGES)
    if label["letter"]:
        fields = [_LETTERS[label["letter"].lower()]]
    else:
        words = _WORD_AT.findall(label["words"])
        fields = list(dict.fromkeys(_FIELD_OF[re.sub(r"\s", "", word).lower()] for word in words))
    for name in fields:
        yield from _valued(name, text, alone=len(fields) == 1)


def _valued(name: str, text: str, *, alone: bool) -> Iterator[Said]:
    """Takes what a label promises out of the text behind it; what follows is read as if it stood alone."""
    if name == "mail":
        yield from (Said("mail", mail) for mail in _MAIL.findall(text))
    elif name == "website":
        yield Said("website", text.split()[0] if text else "")
    elif name in {"mobile", "phone", "fax", "direct"}:
        head, *rest = _CELLS.split(text)
        number = _ASIDE.sub("", _MAIL.sub("", head)).strip(_EDGES)
        if sum(map(str.isdigit, number)) < 5:
            return
        yield Said(name, number)
        for cell in rest if alone else ():
            yield from _unlabelled(cell)
    elif name == "wechat":
        if text and not text[0].isspace() and (alone or not text.replace(" ", "").lstrip("+").isdigit()):
            yield Said("wechat", text.split()[0])
    elif text:
        yield Said(name, text)


def _unlabelled(text: str) -> Iterator[Said]:
    """Reads cells without a label; nothing where one of them can't be told, for then it is a sentence."""
    text = text.strip(_EDGES)
    if not text:
        return
    for split in (_CELLS, _TOKENS) if has_cjk(text) else (_CELLS,):
        if read := _cells(split, text):
            yield from read
            return
    yield from _cell(text) or _cells(_COMMAS, text)


def _cells(split: re.Pattern[str], text: str) -> list[Said]:
    """Reads the parts of a text one by one; [] where there is only one or one of them can't be told."""
    cells = [bare for cell in split.split(text) if (bare := cell.strip(_EDGES))]
    read = [_cell(cell) for cell in cells] if len(cells) > 1 else []
    return [said for one in read for said in one] if all(read) else []


def _cell(text: str) -> tuple[Said, ...]:
    if not text:
        return ()
    if text.startswith(("http", "www.", "WWW.")) and _URL.fullmatch(text):
        return (Said("website", text),)
    mails = _MAIL.findall(text)
    if mails:
        return (Said("mail", mails[0]),) if len(mails) == 1 and len(text) < len(mails[0]) + 8 else ()
    if _NUMBER.fullmatch(text):
        phone = parse_phone(text)
        return (Said("mobile" if phone.kind == "mobile" else "phone", text),) if phone.is_known else ()
    if _SENTENCE.search(text) or len(_LITTLE_WORD.findall(text)) > 1:
        return ()
    if _FULL_STOP.search(text) and not names_organisation(text):  # Ltda., S.A. and their like end so too
        return ()
    return _chinese(text) if has_cjk(text) else _latin(text)


def _chinese(text: str) -> tuple[Said, ...]:
    if _NAME_SPREAD.fullmatch(text) and looks_like_person(text.replace(" ", "")):
        return _name(text.replace(" ", ""))
    name = _NAME_ZH.fullmatch(text)
    if name and looks_like_person(name[1]) and not name[1].endswith(_TITLES_LONG):
        return _name(text) if name[1] not in _NO_NAMES else ()
    if any(map(str.isdigit, text)) and len(text) >= 8 and _ADDRESS_ZH.match(text):
        return (Said("address", text),)
    if _DEPARTMENT_ZH.fullmatch(text) and not (len(text) > 5 and _SHOP.search(text)):
        return _parted(text)
    plain = to_simplified(text)
    if len(text) <= 16 and (plain.endswith(CHINESE) or _TITLE_ZH.fullmatch(plain)) and "公司" not in text:
        return _titled(text, plain)
    if 4 <= len(text) <= 60 and names_organisation(text):
        return (Said("organisation", text),)
    if len(text) >= 8 and _ADDRESS_ZH.match(text):
        return (Said("address", text),)
    return ()


def _parted(text: str) -> tuple[Said, ...]:
    """蓝天电子采购部 names a company and its department."""
    part = _DEPARTMENT_AT_END.search(text)
    firm = text[: part.start()] if part else ""
    if part and len(firm) > 3 and names_organisation(firm):
        return Said("organisation", firm), Said("department", part[0])
    return (Said("department", text),)


_SHOP = re.compile("(?:经营|经销|批发|门市|营业|服务|维修|加工)部$")
_DEPARTMENT_AT_END = re.compile(f"{DEPARTMENT}$")
_TITLES_LONG = tuple(title for title in CHINESE if len(title) > 1)


def _titled(text: str, plain: str) -> tuple[Said, ...]:
    """张伟经理 is a person with a title; 采购经理 is the title alone."""
    for title in CHINESE:
        before = text[: -len(title)]
        is_person = 1 < len(before) < 4 and before not in _BEFORE_TITLES and looks_like_person(before)
        if plain.endswith(title) and is_person:
            return (*_name(before), Said("title", text[-len(title) :]))
    return (Said("title", text),)


def _name(text: str) -> tuple[Said, ...]:
    return (Said("name", text),)


def _latin(text: str) -> tuple[Said, ...]:
    words = text.split()
    if _DEPARTMENT_EN.fullmatch(text):
        return (Said("department", text),)
    if _ADDRESS_EN.match(text):
        return (Said("address", text),)
    if len(words) <= 9 and (title := _TITLE_EN.search(text)):
        name, comma, rest = text.partition(",")
        if comma and title.start() > len(name) and _NAME_EN.fullmatch(name) and not names_organisation(name):
            return (*_name(name), Said("title", rest.strip()))
        is_title = all(word in _JOINING or not word[0].islower() for word in words)
        return (Said("title", text),) if is_title and not names_organisation(text) else ()
    if len(words) <= 10 and text[:1].isupper() and names_organisation(text):
        return (Said("organisation", text),)
    if len(words) <= 6 and _NAME_EN.fullmatch(text) and words[0].lower().strip(".") not in _NOT_FIRST:
        return _name(text)
    return ()


_JOINING = frozenset("of and to the for in und de & für im".split())
_NOT_FIRST = (
    frozenset(
        "best kind warm many thanks thank regards sincerely yours dear hi hello the on for please see your".split()
    )
    - LATIN_BEFORE
)
