"""Everything said in one language, under one name: `speech_of("zh-hans")`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import ModuleType

from zhiji.demo import industries
from zhiji.demo.talk import (
    en_faults,
    en_home,
    en_questions,
    en_sales,
    zh_faults,
    zh_home,
    zh_questions,
    zh_sales,
)
from zhiji.demo.talk.topic import Topic


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    scripts: dict[str, tuple[str, ...]]
    questions: tuple[Topic, ...]
    faults: tuple[Topic, ...]
    complaints: tuple[Topic, ...]
    home_questions: tuple[Topic, ...]
    home_faults: tuple[Topic, ...]
    sales: ModuleType
    troubles: tuple[Topic, ...]
    changes: tuple[Topic, ...]
    home_use: tuple[str, ...]
    day: Callable[[datetime], str]
    moment: Callable[[datetime], str]
    money: Callable[[Decimal, str], str]


_MONTHS = "January February March April May June July August September October November December".split()


def _day_zh(at: datetime) -> str:
    return f"{at.month}月{at.day}日"


def _day_en(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]}"


def _moment_zh(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def _moment_en(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year} at {at:%H:%M}"


def _money_zh(amount: Decimal, currency: str) -> str:
    return f"{amount:,.2f}元" if currency == "CNY" else f"{amount:,.2f}美元"


def _money_en(amount: Decimal, currency: str) -> str:
    return f"{currency} {amount:,.2f}"


# Questions that may not be settled by the first answer, and wishes to change an order under way.
_TROUBLES = ("autostart", "linux", "rs485")
_CHANGES = ("account",)


def _some(topics: tuple[Topic, ...], keys: tuple[str, ...]) -> tuple[Topic, ...]:
    return tuple(topic for topic in topics if topic.key in keys)


def _without_changes(topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    return tuple(topic for topic in topics if topic.key not in _CHANGES)


_CHINESE = Language(
    "zh-hans", zh_sales.SCRIPTS, _without_changes(zh_questions.QUESTIONS), zh_faults.FAULTS, zh_faults.COMPLAINTS,
    zh_home.HOME_QUESTIONS, zh_home.HOME_FAULTS, zh_sales, _some(zh_questions.QUESTIONS, _TROUBLES),
    _some(zh_questions.QUESTIONS, _CHANGES),
    industries.HOME_USE_ZH, _day_zh, _moment_zh, _money_zh,
)  # fmt: skip
_ENGLISH = Language(
    "en", en_sales.SCRIPTS, _without_changes(en_questions.QUESTIONS), en_faults.FAULTS, en_faults.COMPLAINTS,
    en_home.HOME_QUESTIONS, en_home.HOME_FAULTS, en_sales, _some(en_questions.QUESTIONS, _TROUBLES),
    _some(en_questions.QUESTIONS, _CHANGES),
    industries.HOME_USE_EN, _day_en, _moment_en, _money_en,
)  # fmt: skip


def speech_of(code: str) -> Language:
    """Return the words of a customer's language; everyone but Chinese speakers is written to in English."""
    return _CHINESE if code == "zh-hans" else _ENGLISH
