"""Signatures below mails: who wrote, in which role, and how they are reached. Chinese and English.

No library reads more than where a signature begins (talon, mail-parser-reply), and none reads Chinese ones; this
takes the lines apart that stand at the end of what the sender wrote. It rather reads nothing than a stranger's number.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from zhiji.lib.person_names import parse_person_name
from zhiji.lib.signature_lines import LONGEST_LINE, Said, read_line
from zhiji.lib.text import fold, has_cjk, one_width

__all__ = ["Signature", "agrees", "read_signature"]

MOST_LINES = 16
MOST_GAPS = 2
_ONCE = ("name", "title", "department", "organisation", "address", "postcode", "website", "wechat")
_NUMBERS = ("mobile", "phone", "direct", "fax")
_REACHED = frozenset({*_NUMBERS, "mail", "website", "address", "wechat"})
_DECORATION = str.maketrans("", "", "*~=\u200b\u200e\u200f\ufeff")
_RULE = re.compile(r"[-–—_=*·.~#|\s]*")
_DISCLAIMER = re.compile(
    r"confidential|privileged|intended (?:only )?(?:recipient|for)|disclaimer|unauthori[sz]ed|virus|"
    r"consider the environment|before printing|registered (?:office|in england)|"
    r"保密|机密|機密|免责|收件人|误收|誤收|仅供|未经授权|环保|打印本|本邮件|此邮件|本郵件|此郵件",
    re.IGNORECASE,
)
_APART = re.compile(r"[._\d-]+")
_SENT_FROM = re.compile(
    r"^(?:sent from|get outlook|发自|發自|来自我的|从我的|获取 ?outlook|签名由)", re.IGNORECASE
)
_FOR_ANOTHER = re.compile(
    r"\b(?:on behalf of|for and on behalf|p\.?\s?p\.|per pro|i\.\s?a\.|i\.\s?v\.|im auftrag)(?:\s|$)|"
    r"^(?:代发|代表|代写|受.{2,8}委托)|[(（]代[)）]",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:(?:best|kind|warm|many|with|thanks|thank you)\b.{0,40}|regards|sincerely|yours\b.{0,20}|cheers|br|rgds|"
    r"mit freundlichen grüßen|viele grüße|cordialement|saludos|谢谢.{0,6}|感谢.{0,6}|多谢|此致|敬礼|"
    r"此致\s*敬礼|祝.{1,10}|顺.{1,6}|顺祝.{1,6}|商祺|敬上|敬礼)[,，!！.。~]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature says: texts as typed by field (as imports name them; direct is a number of one's own desk).

    for_another: somebody signs for somebody else, so that nothing here is surely the sender's. lines are what was read.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    for_another: bool = False
    lines: tuple[str, ...] = ()

    def one(self, name: str) -> str:
        """Returns the first text of a field, "" if nothing is said."""
        return next(iter(self.values.get(name, ())), "")


def read_signature(visible: str, signature: str = "", *, ours: Collection[str] = ()) -> Signature | None:
    """Reads the signature of a mail, or None where there is none that tells anything.

    visible is what the sender wrote now, signature what was found below a closing phrase or two dashes, both without
    quoted mails; ours are folded lines of our own signatures: where one of them stands, it is ours that was quoted.
    """
    marked = [_bare(line) for line in signature.split("\n")[: 2 * MOST_LINES]]
    tail = [_bare(line) for line in visible.rstrip()[-MOST_LINES * LONGEST_LINE :].split("\n")]
    if any(read_line(line) for line in marked):
        found = _signature(_without_disclaimer(marked), ours)
    else:
        found = _signature(_card_at_end(list(tail)), ours, needs_name=True)
    if found and any(_FOR_ANOTHER.search(line) for line in (*tail[-MOST_LINES:], *marked)):
        return replace(found, for_another=True)
    return found


def _bare(line: str) -> str:
    if line.startswith(">"):
        return ""  # a quote between the sender's own lines
    return line[: 2 * LONGEST_LINE].translate(_DECORATION).replace("\xa0", " ").strip("|_ ")


def _without_disclaimer(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if _DISCLAIMER.search(line):
            break
        kept.append(line)
    return kept[:MOST_LINES]


def _card_at_end(lines: list[str]) -> list[str]:
    """Goes up from the end of a mail as long as lines look like a visiting card."""
    while lines and (not lines[-1] or _RULE.fullmatch(lines[-1]) or _SENT_FROM.match(lines[-1])):
        lines.pop()
    start = next((at for at, line in enumerate(lines) if _DISCLAIMER.search(line)), len(lines))
    lines = lines[:start]
    card: list[str] = []
    gaps = 0
    for line in reversed(lines[-MOST_LINES:]):
        if _RULE.fullmatch(line):
            gaps += 1
            if gaps > MOST_GAPS or (line and card):
                break
        elif read_line(line):
            card.append(line)
        else:
            break
    return card[::-1]


def _signature(lines: Sequence[str], ours: Collection[str], *, needs_name: bool = False) -> Signature | None:
    if not lines or any(fold(line) in ours for line in lines if len(line) > 5):
        return None
    said = [one for line in lines if not _CLOSING.match(line) for one in read_line(line)]
    values = _sorted(said)
    if not _REACHED & values.keys() and not {"title", "organisation"} & values.keys():
        return None
    if needs_name and (len(values) < 2 or not {"name", "organisation"} & values.keys()):
        return None
    return Signature(values, lines=tuple(line for line in lines if line))


def _sorted(said: Sequence[Said]) -> dict[str, list[str]]:
    """Gathers texts by field. Of a field that is one, the first counts; a number is not counted twice."""
    values: dict[str, list[str]] = {}
    for name, text in said:
        known = values.setdefault(name, [])
        if text and text not in known and not (known and name in _ONCE):
            known.append(one_width(text))
    return {name: texts for name, texts in values.items() if name and texts}


def agrees(name: str, other: str) -> bool:
    """Tells whether two names may be those of one person: 张伟 and Zhang Wei, Lena and Lena Torres, 张工 and 张伟."""
    if not (fold(name) and fold(other)):
        return False
    one, two = (parse_person_name(_APART.sub(" ", each)) for each in (name, other))
    if one.key and one.key == two.key:
        return True
    # 李雷 and 李磊 are said alike and are two; written in letters they can't be told apart.
    if one.sound and one.sound == two.sound and has_cjk(name) != has_cjk(other):
        return True
    for left, right in ((one, two), (two, one)):
        if left.alias and left.alias != left.typed and agrees(left.alias, right.typed):
            return True
        if left.is_surname_only and left.family and left.family == right.family:
            return True
    words = [set(_APART.sub(" ", fold(text)).split()) for text in (name, other)]
    return all(words) and (words[0] <= words[1] or words[1] <= words[0])
