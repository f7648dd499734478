"""Folds away what a reader of an answer already knows: the quoted mail below it and the signature."""

import re
from dataclasses import dataclass
from functools import cache

from mailparser_reply import EmailReplyParser
from mailparser_reply.constants import MAIL_LANGUAGES

MOST_LINES = 20_000
_LONGEST_HEADER = 400
_SIGNATURE_LINES = 15

# "----- 原始邮件 -----", "---------- Forwarded message ---------": dashes on both sides of a known phrase.
_RULE = re.compile(
    r"^[-_=*—─]{2,}\s*(?:原始邮件|原始郵件|原邮件|回复的原邮件|回复的邮件|转发的邮件|转发邮件信息|轉寄的郵件|"
    r"邮件原件|"
    r"original message|original appointment|original e-?mail|forwarded message|forwarded by.{0,80}|"
    r"reply message|"
    r"ursprüngliche nachricht|message d'origine|mensaje original|mensagem original|messaggio originale|"
    r"oorspronkelijk bericht|元のメッセージ|원본 메시지|转发的消息|original)\s*[-_=*—─]{2,}",
    re.I,
)
_WROTE = re.compile(
    r"(?:写道|寫道|写到|wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef)\s?[:：]?\s*$", re.I
)
_WROTE_DE = re.compile(r"^am\s.{3,200}\sschrieb\s.{1,200}:$", re.I)
_HAS_DATE_OR_ADDRESS = re.compile(r"\d{1,4}\s?[-/.年月日:]|@|^\s*(?:on|at|于|在)\b|<", re.I)
_FIELD = re.compile(
    r"^(发件人|發件人|寄件者|寄件人|差出人|보낸 사람|from|von|de|da|van|发送时间|发件时间|发送日期|發送時間|"
    r"日期|时间|"
    r"傳送時間|寄件日期|送信日時|sent|date|gesendet|datum|envoyé|enviado|收件人|收件者|宛先|to|an|à|para|"
    r"主题|主題|主旨|件名|subject|betreff|objet|asunto|抄送|副本|cc)\s*[:：]",
    re.I,
)
_FROM_FIELD = re.compile(r"^(发件人|發件人|寄件者|寄件人|差出人|보낸 사람|from|von|de|da|van)\s*[:：|]", re.I)
_SENT_FROM = re.compile(
    r"^(?:发自我的|发自|从我的|来自我的|發自我的|從我的|由我的|发送自|寄自|从 ?windows|从 ?outlook|"
    r"获取 ?outlook|"
    r"下载 ?outlook|取得 ?outlook|签名由|sent from (?:my|outlook|mail|yahoo|proton|samsung|huawei)|"
    r"get outlook for|"
    r"gesendet von|von meinem|envoyé de(?:puis)? mon|enviado desde mi|inviato da|iPhoneから送信).{0,80}$",
    re.I,
)
_CLOSING = re.compile(
    r"^(?:(?:best|kind|warm|many)? ?regards|best wishes|yours (?:sincerely|faithfully|truly)|"
    r"sincerely(?: yours)?|"
    r"mit freundlichen grüßen|cordialement|saludos(?: cordiales)?|此致|顺颂商祺|順頌商祺|顺祝商祺|順祝商祺|"
    r"顺颂时祺|"
    r"祝商祺|商祺|祝好|祝工作顺利|祝您工作顺利|敬上|以上、?よろしくお願い.{0,12})\s*[,，!！.。]{0,2}$",
    re.I,
)
_DECORATION = str.maketrans("", "", "*\u200b\u200e\u200f\ufeff\xa0|")


@dataclass(frozen=True, slots=True)
class Folded:
    """The three parts of a mail's text: what was written now, what was quoted, and the signature."""

    visible: str
    quoted: str = ""
    signature: str = ""


def fold(text: str) -> Folded:
    """Splits the text of a mail into what the sender wrote now, the quoted mail and the signature.

    A mail that holds nothing but a quote (a mail passed on) stays whole. Time grows with the length only.
    """
    lines = text.split("\n", MOST_LINES)
    rest = lines.pop() if len(lines) > MOST_LINES else ""
    visible, quoted = _split_quote(lines)
    if not quoted:
        visible, quoted = _second_opinion(lines)
    if rest:
        quoted = [*quoted, rest]
    visible, signature = _split_signature(visible)
    if not "".join(visible).strip():
        return Folded(text.strip("\n").rstrip())
    return Folded(_join(visible), _join(quoted), _join(signature))


def _join(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()


def _bare(line: str) -> str:
    return line[:_LONGEST_HEADER].translate(_DECORATION).strip()


def _split_quote(lines: list[str]) -> tuple[list[str], list[str]]:
    for at, line in enumerate(lines):
        if line.startswith(">"):
            continue
        length = _introduction(lines, at)
        if length == 0:
            continue
        after = _first_text(lines, at + length)
        if after < len(lines) and lines[after].startswith(">"):
            return _around_marked(lines, at, after)
        return lines[:at], lines[at:]
    first = next((at for at, line in enumerate(lines) if line.startswith(">")), len(lines))
    return _around_marked(lines, _line_above(lines, first), first) if first < len(lines) else (lines, [])


def _line_above(lines: list[str], first: int) -> int:
    """Where a marked quote begins, together with the line in any language that says whose words these are."""
    above = first - 1
    while above >= max(0, first - 3) and not lines[above].strip():
        above -= 1
    if above < 0:
        return first
    line = lines[above][:_LONGEST_HEADER].rstrip()
    return above if line.endswith((":", "：")) and _HAS_DATE_OR_ADDRESS.search(line) else first


def _introduction(lines: list[str], at: int) -> int:
    """How many lines at this place introduce a quote: 0 when they do not."""
    line = _bare(lines[at])
    if not line:
        return 0
    if _RULE.match(line):
        return 1
    if _FROM_FIELD.match(line) and _other_fields(lines, at) >= 1:
        return 1
    if _SEPARATOR.match(line):
        below = _first_text(lines, at + 1)
        return 1 if below < len(lines) and _FROM_FIELD.match(_bare(lines[below])) else 0
    return _wrote_lines(lines, at)


_SEPARATOR = re.compile(r"^[_-]{10,}$")


def _other_fields(lines: list[str], at: int) -> int:
    return sum(1 for line in lines[at + 1 : at + 7] if _FIELD.match(_bare(line)))


def _wrote_lines(lines: list[str], at: int) -> int:
    """Lines of "On … wrote:" or "在 … 写道：", which mail programs wrap over up to three lines."""
    joined = ""
    for length in (1, 2, 3):
        if at + length > len(lines):
            return 0
        line = _bare(lines[at + length - 1])
        if not line or (length > 1 and lines[at + length - 1].startswith(">")):
            return 0
        joined = f"{joined} {line}".strip()
        if len(joined) > _LONGEST_HEADER:
            return 0
        if (_WROTE.search(joined) or _WROTE_DE.match(joined)) and _HAS_DATE_OR_ADDRESS.search(joined):
            return length
        if length == 1 and not _may_begin_wrote(joined):
            return 0
    return 0


_WROTE_BEGINS = re.compile(r"^(?:on|at|am|le|el|il|em|op|在|于|於)\b|^(?:在|于|於)|\d{4}|@|<", re.I)


def _may_begin_wrote(line: str) -> bool:
    return bool(_WROTE_BEGINS.search(line))


def _first_text(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _around_marked(lines: list[str], intro: int, first: int) -> tuple[list[str], list[str]]:
    """Splits at lines marked with ">": answers written between or below them stay in sight."""
    runs = _marked_runs(lines, first)
    starts = [*(start for start, _ in runs[1:]), len(lines)]
    own_after = [
        end for (_, end), following in zip(runs, starts, strict=True) if "".join(lines[end:following]).strip()
    ]
    if not own_after:
        return lines[:intro], lines[intro:]
    if len(own_after) == 1 and own_after[0] == runs[0][1]:
        # One quote, then the answer below it: what follows may end with a further quote.
        end = runs[0][1]
        tail = runs[1][0] if len(runs) > 1 else len(lines)
        return [*lines[:intro], *lines[end:tail]], [*lines[intro:end], *lines[tail:]]
    last = runs[-1]
    cut = last[0] if not "".join(lines[last[1] :]).strip() else len(lines)
    return lines[:cut], lines[cut:]


def _marked_runs(lines: list[str], first: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = first
    while at < len(lines):
        if lines[at].startswith(">"):
            start = at
            while at < len(lines) and (lines[at].startswith(">") or not lines[at].strip()):
                at += 1
            runs.append((start, at))
        else:
            at += 1
    return runs


def _split_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    lines = lines[: _last_text(lines) + 1]
    first = max(0, len(lines) - 40)
    for at in range(first, len(lines)):
        if at and lines[at] in ("-- ", "--") and len(lines) - at <= 30:
            return lines[:at], lines[at:]
    for at in range(max(1, len(lines) - _SIGNATURE_LINES), len(lines)):
        line = _bare(lines[at])
        if _SENT_FROM.match(line) or (_CLOSING.match(line) and "".join(lines[:at]).strip()):
            return lines[: _card_start(lines, at)], lines[_card_start(lines, at) :]
    if lines and _SENT_FROM.match(_bare(lines[-1])):
        return lines[:-1], lines[-1:]
    return lines, []


def _card_start(lines: list[str], at: int) -> int:
    """NetEase puts a table of name and address, drawn with bars, above its "签名由 …" line."""
    if not _bare(lines[at]).startswith("签名由"):
        return at
    start = at
    while start > 1 and (lines[start - 1].startswith("|") or not lines[start - 1].strip()):
        start -= 1
    return start


def _last_text(lines: list[str]) -> int:
    at = len(lines) - 1
    while at >= 0 and not lines[at].strip():
        at -= 1
    return at


_MAY_INTRODUCE = re.compile(r"\d.*:\s*$")
_READ_BEFORE = {"en", "zh", "david"}


@cache
def _reader() -> EmailReplyParser:
    return EmailReplyParser(languages=[name for name in MAIL_LANGUAGES if name not in _READ_BEFORE])


def _second_opinion(lines: list[str]) -> tuple[list[str], list[str]]:
    """Asks mail-parser-reply, which knows a dozen more languages but is quick on short text only."""
    short = [line[:200] for line in lines[:100]]
    if not any(_MAY_INTRODUCE.search(line) for line in short if 10 < len(line) < 200):
        return lines, []
    tidy = [line.strip() for line in short if line.strip()]
    replies = _reader().read("\n".join(tidy)[:4000]).replies
    if len(replies) < 2 or not replies[1].headers:
        return lines, []
    intro = replies[1].headers.split("\n")[0].strip()
    at = next((at for at, line in enumerate(lines) if line[:200].strip() == intro), 0)
    return (lines[:at], lines[at:]) if at else (lines, [])
