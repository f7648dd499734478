"""Dress a message up as people send it: greeting, closing words, signature, the quoted message below."""

import random
import re
from datetime import datetime

from zhiji.demo import company
from zhiji.demo.facts import Contact, Family, Line, Party, Role, Staff
from zhiji.demo.talk.language import Language

_THANKED = re.compile(r"(谢谢|感谢|盼复|辛苦|[Tt]hank|appreciated)[^。.]*[。.！!]?$")


def greet(rng: random.Random, words: tuple[str, ...], call: str, staff_call: str) -> str:
    """Draw a greeting."""
    return words[int(rng.random() * len(words))].format(call=call, staff_call=staff_call)


def customer_letter(rng: random.Random, language: Language, text: str, staff_call: str, first: bool) -> str:
    """A customer's own words with greeting and close, which later mails of a thread often leave out."""
    parts = [text]
    if first or rng.random() < 0.5:
        parts.insert(0, greet(rng, language.sales.GREET_FIRM, "", staff_call))
    close = language.sales.CLOSE_CUSTOMER if first else language.sales.CLOSE_CUSTOMER_LATER
    if not _THANKED.search(text):
        parts.append(close[int(rng.random() * len(close))])
    return _joined(language, parts)


def staff_letter(rng: random.Random, language: Language, text: str, call: str) -> str:
    """A colleague's words with greeting and close."""
    stock = language.sales.CLOSE_FIRM
    close = stock[int(rng.random() * len(stock))]
    if "随时" in close and "随时" in text:
        close = stock[0]
    return _joined(language, [greet(rng, language.sales.GREET_CUSTOMER, call, ""), text, close])


def _joined(language: Language, parts: list[str]) -> str:
    return ("\n\n" if language.code == "en" else "\n").join(part for part in parts if part)


def staff_signature(language: Language, staff: Staff, line: Line) -> str:
    """Name, title, firm, number with extension of a colleague."""
    number = f"{line.phone[3:6]}-{line.phone[6:9]}-{line.phone[9:]}"
    if language.code == "en":
        name = f"{staff.latin}\n{staff.title_en}, {company.SHORT_EN}"
        return f"-- \n{name}\nTel. +86 {number} ext. {staff.extension}\n{line.mail}"
    name = f"{staff.name}  {staff.title_zh}\n{company.SHORT_ZH}（{line.brand}）"
    return f"-- \n{name}\n电话：{number} 转 {staff.extension}\n邮箱：{line.mail}"


def customer_signature(rng: random.Random, language: Language, family: Family, person: Party) -> str:
    """How a customer signs: with name and firm, with the name alone, or not at all."""
    draw = rng.random()
    if draw < 0.12:
        return language.sales.PHONE_SIGNATURE
    role = role_of(family, person)
    if role is None or draw < 0.35:
        return person.name if draw < 0.8 or role else ""
    employer = next(party.name for party in family.organisations if party.key == role.organisation)
    phone = next((point.typed for point in person.points if point.kind == "mobile"), "")
    if language.code == "en":
        return f"-- \n{person.name}\n{role.title}, {employer}\n{phone}".rstrip()
    return f"-- \n{person.name}\n{employer} {role.title}\n{phone}".rstrip()


def role_of(family: Family, person: Party) -> Role | None:
    """The person's place in the organisation, if any."""
    return next((role for role in family.roles if role.person == person.key), None)


def quoted(language: Language, earlier: Contact, who: str, mail: str, at: datetime) -> str:
    """The earlier message as mail programs put it below an answer."""
    head = language.sales.QUOTE_HEAD.format(
        who=who, mail=mail, at=language.moment(at), subject=earlier.subject
    )
    lines = earlier.text.splitlines()[:14]
    if language.code == "en":
        return head + "\n" + "\n".join(f"> {line}".rstrip() for line in lines)
    return head + "\n\n" + "\n".join(lines)


def call_of(rng: random.Random, family: Family, person: Party) -> str:
    """How we address a customer: 王工, 李老师, 陈总, 张女士; Ms Harper, Mr Tanaka, or the given name."""
    role = role_of(family, person)
    if person.language == "zh-hans":
        return person.family_name + _style_zh(role.title if role else "", person.gender)
    if person.region in ("DE", "JP", "KR") or rng.random() < 0.3:
        return f"{'Mr' if person.gender == 'male' else 'Ms'} {person.family_name}"
    return person.name.replace(person.family_name, "").strip()


def _style_zh(title: str, gender: str) -> str:
    for ending, style in (
        ("总经理", "总"),
        ("总监", "总"),
        ("经理", "经理"),
        ("工程师", "工"),
        ("主任", "主任"),
        ("教授", "老师"),
        ("讲师", "老师"),
        ("主管", "主管"),
        ("科长", "科长"),
    ):
        if title.endswith(ending):
            return style
    return "先生" if gender == "male" else "女士"


def staff_call_of(rng: random.Random, language: Language, staff: Staff) -> str:
    """How a customer addresses a colleague: 小莫, 莫经理, 彭工; Helen, Zixuan."""
    if language.code == "en":
        words = staff.latin.split()
        return words[0] if staff.language == "en" else words[-1]
    if staff.role == "service_agent":
        return f"{staff.name[0]}工"
    return f"小{staff.name[0]}" if rng.random() < 0.5 else f"{staff.name[0]}经理"
