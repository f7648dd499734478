"""What customers allowed and refused, and what a few of them asked about their own data."""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from zhiji.customers.permission.models import Permission
from zhiji.customers.privacy.actions import add_privacy_request, settle_privacy_request
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.rules import DAYS
from zhiji.demo import company
from zhiji.demo.customers import LIVELY_FAMILIES
from zhiji.demo.facts import Family, Party
from zhiji.demo.staffing import Firm
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.tables import Table

_LIVELY, _QUIET = 0.5, 0.03
_LAST_FAMILY = 150_000
_WORDS = {
    "zh-hans": f"我同意{company.NAME_ZH}通过邮件向我发送产品与优惠信息，并可随时退订。",
    "en": f"I agree that {company.NAME_EN} may send me news and offers by mail. I can end this at any time.",
}
_NO_WORDS = {"zh-hans": "请不要再给我打推销电话。", "en": "Please do not call me with offers."}
_HOW = {
    "form": {"zh-hans": "网站询价表单上勾选", "en": "ticked on the quotation form"},
    "visit": {"zh-hans": "展会上当面同意", "en": "said so at the trade fair"},
    "contract": {"zh-hans": "年度框架合同第9条", "en": "frame contract, clause 9"},
    "mail": {"zh-hans": "点击了邮件中的退订链接", "en": "used the link in our mail"},
    "call": {"zh-hans": "来电时说明", "en": "said so on the phone"},
}  # fmt: skip
# Family → kind of request, days since it came (negative: days until it is due), whether it is done. The families are
# among the first sixty customers.
_REQUESTS = {3: ("export", -2, False), 7: ("correct", 41, True), 11: ("erase", 4, False)}
_ASKED = {
    "export": (
        "请提供贵公司保存的我的全部个人信息副本。",
        "Please send me a copy of all data you hold about me.",
    ),
    "correct": ("我的手机号码已更换，请更正。", "My number has changed. Please correct it."),
    "erase": ("我已离职，请删除我的个人信息。", "I have left the company. Please erase my data."),
}
_ANSWER = ("已更正，并书面答复本人。", "Corrected, and answered in writing.")
_CHECKED = ("由登记邮箱发出", "written from the address we know")


def note_permissions(
    seed: int, firm: Firm, families: Iterable[Family], keys: dict[str, int], now: datetime
) -> None:
    """Write what the people of these families allowed and refused."""
    rows = [row for family in families for row in _lines(seed, family, keys, firm, now)]
    if rows:
        table = Table(
            Permission, "id", "customer_id", "channel", "purpose", "state", "by", "how", "words", "at",
            "noted_at", "noted_by_id", "noted_by_name", "valid_until",
        )  # fmt: skip
        table.write((key, *row) for key, row in zip(table.take_ids(len(rows)), rows, strict=True))


def _lines(
    seed: int, family: Family, keys: dict[str, int], firm: Firm, now: datetime
) -> Iterator[tuple[Any, ...]]:
    share = _LIVELY if family.serial < LIVELY_FAMILIES else _QUIET
    if family.serial >= _LAST_FAMILY:
        return
    rng = random.Random(seed * 13_000_027 + family.serial)
    for party in family.persons:
        if rng.random() > share:
            continue
        at = party.since + (now - party.since) * (rng.random() * 0.6)
        for channel, purpose, state, by, words in _said(rng, party.language):
            until = at + timedelta(days=730) if by == "visit" else None
            yield (
                keys[party.key], channel, purpose, state, by, _HOW[by][party.language], words, at, at,
                firm.users[party.owner], company.BY_KEY[party.owner].name, until,
            )  # fmt: skip
            at += (now - at) * 0.5


def _said(rng: random.Random, language: str) -> Iterator[tuple[str, str, str, str, str]]:
    draw = rng.random()
    if draw < 0.7:
        by = rng.choice(("form", "form", "visit", "contract"))
        yield ("mail", "marketing", "granted", by, _WORDS[language])
        if rng.random() < 0.2:
            yield ("mail", "marketing", "withdrawn", "mail", "")
    if draw > 0.55:
        yield ("phone", "marketing", "refused", "call", _NO_WORDS[language])


def note_requests(
    actor: Actor, firm: Firm, families: Iterable[Family], keys: dict[str, int], now: datetime
) -> None:
    """Note what a few people asked about their own data; one of them has been answered."""
    for family in families:
        if family.serial in _REQUESTS:
            _note_request(actor, firm, family.persons[0], keys, now, *_REQUESTS[family.serial])


def _note_request(
    actor: Actor, firm: Firm, person: Party, keys: dict[str, int], now: datetime,
    kind: str, days: int, done: bool,
) -> None:  # fmt: skip
    language = person.language != "zh-hans"
    law = "pipl" if person.region == "CN" else "gdpr"
    received = now - timedelta(days=days if days > 0 else DAYS[law] + days)
    asked = add_privacy_request(
        actor=actor,
        customer_id=keys[person.key],
        kind=kind,
        law=law,
        received_at=received,
        words=_ASKED[kind][language],
        checked=_CHECKED[language],
    )
    values: dict[str, Any] = {"owner_id": firm.users["qin.haoran"], "team_id": firm.teams["service"]}
    if done:
        settle_privacy_request(
            actor=actor, request_id=asked.pk, state=PrivacyRequest.State.DONE, answer=_ANSWER[language]
        )
        name = company.BY_KEY["qin.haoran"].name
        values |= {"done_at": received + timedelta(days=9), "done_by_name": name}
    PrivacyRequest.objects.filter(pk=asked.pk).update(**values)
