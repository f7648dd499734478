"""The courses a story can take, step by step: who speaks, what about, after how many hours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """`says` names a script, or `topic.ask`, `topic.answer`, `topic.note`; waits are hours.

    `lead`, `case`: the state the story's lead or case has after this step; `chance`: how often it happens at
    all; `channel` "" goes on as the conversation began (a web form is answered by mail).
    """

    side: str
    says: str
    soonest: float
    latest: float
    lead: str = ""
    case: str = ""
    chance: float = 1.0
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """How one kind of story goes.

    `line` is sales, support or complaints; `orders`: it ends in an order; `needs_order`: one came before.
    """

    line: str
    subject: str
    begins: tuple[str, ...]
    steps: tuple[Step, ...]
    orders: bool = False
    needs_order: bool = False
    topics: str = ""
    about: str = ""


def _they(says: str, soonest: float, latest: float, **more: object) -> Step:
    return Step("customer", says, soonest, latest, **more)  # type: ignore[arg-type]


def _we(says: str, soonest: float, latest: float, **more: object) -> Step:
    return Step("staff", says, soonest, latest, **more)  # type: ignore[arg-type]


_ENQUIRY = _they("enquiry", 0, 0, lead="new")
_QUOTE = _we("quote", 0.5, 7, lead="contacted")
_HAGGLE = _they("haggle", 4, 80, lead="qualified")
_CONCEDE = _we("concede", 1, 22, lead="quoted")
_ORDER = _they("order", 8, 150, lead="won")
_CONFIRM = _we("confirm", 0.3, 6)
_CHAT = (_they("chat", 2, 30, chance=0.2), _we("chat.answer", 0.4, 5, chance=-1))
_THANKS = _they("thanks", 0.5, 26, case="closed", chance=0.75)
_WORKS = _they("thanks.works", 0.5, 26, case="closed", chance=0.75)
_WRITTEN = ("mail", "mail", "mail", "form")
_MAIL = ("mail",)

# A chance of -1 means: only if the step before happened.
COURSES: dict[str, Course] = {
    "bought": Course(
        "sales", "subject.enquiry", _WRITTEN, (_ENQUIRY, _QUOTE, _ORDER, _CONFIRM, *_CHAT), orders=True
    ),
    "bargained": Course(
        "sales",
        "subject.enquiry",
        _WRITTEN,
        (_ENQUIRY, _QUOTE, _HAGGLE, _CONCEDE, _ORDER, _CONFIRM, *_CHAT),
        orders=True,
    ),
    "sampled": Course(
        "sales",
        "subject.sample",
        _WRITTEN,
        (
            _they("sample", 0, 0, lead="new"),
            _we("sample.answer", 1, 9, lead="contacted"),
            _they("sample.result", 340, 700, lead="qualified"),
            _we("quote", 1, 8, lead="quoted"),
            _ORDER,
            _CONFIRM,
        ),
        orders=True,
        about="computer",
    ),
    "too_dear": Course(
        "sales",
        "subject.enquiry",
        _WRITTEN,
        (_ENQUIRY, _QUOTE, _HAGGLE, _CONCEDE, _they("decline.price", 20, 200, lead="lost")),
    ),
    "too_slow": Course(
        "sales", "subject.enquiry", _WRITTEN, (_ENQUIRY, _QUOTE, _they("decline.time", 10, 90, lead="lost"))
    ),
    "called_off": Course(
        "sales",
        "subject.enquiry",
        _WRITTEN,
        (
            _ENQUIRY,
            _QUOTE,
            _we("nudge.call", 90, 170, lead="qualified", channel="call"),
            _they("decline.project", 50, 240, lead="lost", chance=0.8),
        ),
    ),
    "fell_silent": Course(
        "sales",
        "subject.enquiry",
        _WRITTEN,
        (
            _ENQUIRY,
            _QUOTE,
            _we("nudge", 100, 200, lead="quoted"),
            _we("nudge.call", 160, 300, channel="call", chance=0.6),
        ),
    ),
    "home_bought": Course(
        "sales",
        "subject.enquiry",
        ("mail", "form", "form"),
        (
            _they("enquiry.home", 0, 0, lead="new"),
            _we("quote.home", 0.5, 9, lead="quoted"),
            _they("order.home", 1, 60, lead="won"),
            _CONFIRM,
        ),
        orders=True,
    ),
    "home_left": Course(
        "sales",
        "subject.enquiry",
        ("mail", "form", "form"),
        (_they("enquiry.home", 0, 0, lead="new"), _we("quote.home", 0.5, 9, lead="quoted")),
    ),
    "reordered": Course(
        "sales",
        "subject.reorder",
        _MAIL,
        (_they("reorder", 0, 0), _CONFIRM, *_CHAT),
        orders=True,
        needs_order=True,
    ),
    "delivery": Course(
        "sales",
        "subject.delivery",
        _MAIL,
        (_they("where", 0, 0), _we("where.answer", 0.3, 6), _they("thanks", 0.5, 26, chance=0.5)),
        needs_order=True,
    ),
    "redirected": Course(
        "sales",
        "topic",
        _MAIL,
        (_they("topic.ask", 0, 0), _we("topic.answer", 0.3, 6), _they("thanks", 0.5, 26, chance=0.3)),
        needs_order=True,
        topics="changes",
    ),
    "question": Course(
        "support",
        "topic",
        _WRITTEN,
        (_they("topic.ask", 0, 0, case="open"), _we("topic.answer", 0.5, 20, case="waiting"), _THANKS),
        needs_order=True,
        topics="questions",
    ),
    "hard_question": Course(
        "support",
        "topic",
        _MAIL,
        (
            _they("topic.ask", 0, 0, case="open"),
            _we("topic.answer", 0.5, 20, case="waiting"),
            _they("more", 4, 60, case="open"),
            _we("more.answer", 1, 20, case="waiting"),
            _WORKS,
        ),
        needs_order=True,
        topics="troubles",
        about="computer",
    ),
    "asked_by_phone": Course(
        "support",
        "topic",
        ("call",),
        (_they("topic.note", 0, 0, case="closed"),),
        needs_order=True,
        topics="questions",
    ),
    "repair": Course(
        "support",
        "topic",
        _WRITTEN,
        (
            _they("topic.ask", 0, 0, case="open"),
            _we("ask.details", 0.4, 8, case="waiting"),
            _they("details", 1, 40, case="open"),
            _we("topic.answer", 1, 22, case="waiting"),
            _they("sent", 10, 70, case="open"),
            _we("repaired", 70, 160, case="waiting"),
            _WORKS,
        ),
        needs_order=True,
        topics="faults",
        about="computer",
    ),
    "fault_by_phone": Course(
        "support",
        "topic",
        ("call",),
        (
            _they("topic.note", 0, 0, case="open"),
            _we("repaired", 90, 200, case="waiting", channel="mail"),
            _WORKS,
        ),
        needs_order=True,
        topics="faults",
        about="computer",
    ),
    "bad_lot": Course(
        "complaints",
        "topic",
        _MAIL,
        (
            _they("topic.ask", 0, 0, case="open"),
            _we("ask.details", 0.4, 6, case="waiting"),
            _they("details", 1, 30, case="open"),
            _we("topic.answer", 4, 40, case="waiting"),
            _they("accepted", 20, 160, case="closed"),
        ),
        needs_order=True,
        topics="faults",
        about="board",
    ),
    "complaint": Course(
        "complaints",
        "topic",
        _WRITTEN,
        (
            _they("topic.ask", 0, 0, case="open"),
            _we("topic.answer", 0.4, 9, case="waiting"),
            _they("accepted", 10, 80, case="closed", chance=0.8),
        ),
        needs_order=True,
        topics="complaints",
    ),
    "stubborn_complaint": Course(
        "complaints",
        "topic",
        _MAIL,
        (
            _they("topic.ask", 0, 0, case="open"),
            _we("topic.answer", 0.4, 9, case="waiting"),
            _they("not_happy", 2, 30, case="open"),
            _we("recovery", 2, 24, case="waiting"),
            _they("accepted", 20, 160, case="closed"),
        ),
        needs_order=True,
        topics="complaints",
    ),
    "complained_by_phone": Course(
        "complaints",
        "topic",
        ("call",),
        (_they("topic.note", 0, 0, case="closed"),),
        needs_order=True,
        topics="complaints",
    ),
    "visit": Course("sales", "subject.visit", ("call",), (_we("checkin.call", 0, 0),), needs_order=True),
}

# How often each course is taken: by a firm's first contact, by one that bought before, by private persons.
FIRST = (
    ("bought", 34),
    ("bargained", 24),
    ("sampled", 10),
    ("too_dear", 9),
    ("too_slow", 5),
    ("called_off", 6),
    ("fell_silent", 8),
)
LATER = (
    ("reordered", 40),
    ("question", 18),
    ("hard_question", 7),
    ("asked_by_phone", 9),
    ("repair", 9),
    ("fault_by_phone", 5),
    ("visit", 8),
    ("bought", 7),
    ("bargained", 7),
    ("too_dear", 4),
    ("fell_silent", 3),
    ("called_off", 2),
)
HOME_FIRST = (("home_bought", 70), ("home_left", 30))
HOME_LATER = (("home_bought", 34), ("home_left", 14), ("question", 24), ("asked_by_phone", 9), ("repair", 9))
DISTRIBUTOR = (
    ("reordered", 76),
    ("question", 9),
    ("asked_by_phone", 6),
    ("repair", 3),
    ("visit", 3),
    ("bargained", 3),
)

# What follows an order: chance of each, and when it starts: 0 is the order, 1 the delivery.
AFTER_ORDER = (
    ("delivery", 0.30, 0.3, 0.9),
    ("redirected", 0.05, 0.1, 0.4),
    ("complaint", 0.06, 1.0, 1.4),
    ("stubborn_complaint", 0.04, 1.0, 1.4),
    ("complained_by_phone", 0.03, 1.0, 1.5),
    ("bad_lot", 0.09, 1.1, 2.5),
)
HOME_AFTER_ORDER = (("delivery", 0.3, 0.4, 0.95), ("complaint", 0.07, 1.0, 1.5))
