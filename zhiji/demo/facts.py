"""The plain records the demo company is made of; `load` turns them into rows."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(slots=True)
class Team:
    key: str
    name_zh: str
    name_en: str
    parent: str | None


@dataclass(slots=True)
class Staff:
    key: str
    name: str
    latin: str
    mail: str
    team: str
    role: str
    title_zh: str
    title_en: str
    language: str
    extension: str


@dataclass(slots=True)
class Line:
    key: str
    name_zh: str
    name_en: str
    purpose: str
    mail: str
    phone: str
    team: str
    brand: str


@dataclass(slots=True)
class Form:
    """A form on one of our web sites."""

    slug: str
    line: str
    title_zh: str
    title_en: str


@dataclass(slots=True)
class Point:
    """One way to reach a customer: `value` as looked up (E.164, lower-case mail), `typed` as written."""

    kind: str
    value: str
    typed: str
    label: str = ""
    extension: str = ""


@dataclass(slots=True)
class Party:
    """A person or an organisation."""

    key: str
    kind: str
    name: str
    category: str
    language: str
    region: str
    city: str
    owner: str
    team: str
    since: datetime
    points: list[Point] = field(default_factory=list)
    parent: str | None = None
    gender: str = ""
    industry: str = ""
    family_name: str = ""
    # The list that brought the record, "" for the one that the demo company as a whole stands for.
    source: str = ""


@dataclass(slots=True)
class Role:
    """What a person is in an organisation."""

    person: str
    organisation: str
    title: str
    department: str
    main: bool = False


@dataclass(slots=True)
class Family:
    """What belongs together: an organisation with branches and contacts, or one private person."""

    key: str
    serial: int
    organisations: list[Party]
    persons: list[Party]
    roles: list[Role]
    activity: int

    @property
    def size(self) -> int:
        return len(self.organisations) + len(self.persons)

    @property
    def parties(self) -> list[Party]:
        return self.organisations + self.persons


@dataclass(slots=True)
class Contact:
    """One mail, call, web message or note; `quoted` is the earlier text a mail repeats below its own."""

    key: str
    at: datetime
    channel: str
    direction: str
    person: str
    staff: str | None
    subject: str
    text: str
    quoted: str = ""
    signature: str = ""
    reply_to: str | None = None
    seconds: int = 0

    @property
    def body(self) -> str:
        """The whole text as sent: own words, signature, quotation."""
        return "\n\n".join(part for part in (self.text, self.signature, self.quoted) if part)


@dataclass(slots=True)
class Conversation:
    key: str
    line: str
    channel: str
    subject: str
    person: str
    organisation: str | None
    owner: str | None
    state: str = "open"
    snoozed_until: datetime | None = None
    unread: bool = False
    contacts: list[Contact] = field(default_factory=list)


@dataclass(slots=True)
class Case:
    key: str
    conversation: str
    title: str
    kind: str
    state: str
    priority: str
    opened: datetime
    closed: datetime | None
    owner: str | None
    person: str
    organisation: str | None
    product: str
    answer: str = ""
    due: datetime | None = None


@dataclass(slots=True)
class Lead:
    key: str
    conversation: str
    title: str
    state: str
    source: str
    opened: datetime
    closed: datetime | None
    owner: str | None
    person: str
    organisation: str | None
    value: Decimal
    currency: str
    lost_reason: str = ""
    next_step: str = ""
    next_at: datetime | None = None


@dataclass(slots=True)
class Plot:
    """One story with one customer, told in the order in which it happened."""

    key: str
    kind: str
    conversations: list[Conversation] = field(default_factory=list)
    case: Case | None = None
    lead: Lead | None = None
