"""Fields of the firm's own, as a maker of boards would add them, and what stands in them."""

import random
from collections.abc import Iterable
from typing import Any

from zhiji.demo import company
from zhiji.demo.customers import LIVELY_FAMILIES
from zhiji.demo.facts import Family, Party
from zhiji.demo.staffing import Firm
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.fields.actions import define_field
from zhiji.kernel.fields.keeping import keep_own
from zhiji.kernel.fields.models import OwnField

RECORD = "customer"
_LIVELY, _QUIET = 0.6, 0.02
_LAST_FAMILY = 150_000


def _choices(*rows: str) -> list[dict[str, str]]:
    return [dict(zip(("key", "zh", "en"), row.split("|"), strict=True)) for row in rows]


TERMS = _choices("prepaid|预付|Paid in advance", "net_30|月结30天|30 days", "net_60|月结60天|60 days",
                 "net_90|月结90天|90 days")  # fmt: skip
CERTIFICATES = _choices("iso9001|ISO 9001|ISO 9001", "iatf16949|IATF 16949|IATF 16949",
                        "iso13485|ISO 13485|ISO 13485", "ul|UL|UL", "rohs|RoHS|RoHS")  # fmt: skip
FIELDS: tuple[dict[str, Any], ...] = (
    {"kind": "choice", "label_en": "Payment terms", "label_zh": "付款条件", "choices": TERMS, "is_filtered": True},
    {"kind": "number", "label_en": "Annual boards", "label_zh": "年用板量（片）",
     "options": {"min": 0, "places": 0}, "is_filtered": True},
    {"kind": "date", "label_en": "First contract", "label_zh": "首次签约日期"},
    {"kind": "choices", "label_en": "Certificates", "label_zh": "认证要求", "choices": CERTIFICATES},
    {"kind": "person", "label_en": "Responsible engineer", "label_zh": "责任工程师"},
    {"kind": "link", "label_en": "Data sheet", "label_zh": "规格书链接"},
)  # fmt: skip


def define_fields(actor: Actor) -> None:
    """Add the firm's fields unless they are there, retired ones included."""
    known = set(OwnField.objects.filter(record=RECORD).values_list("label_en", flat=True))
    for values in FIELDS:
        if values["label_en"] not in known:
            define_field(actor=actor, record_kind=RECORD, **values)


def fill_in(seed: int, firm: Firm, families: Iterable[Family], keys: dict[str, int]) -> None:
    """Fill in the fields of some organisations in one go."""
    said = {}
    for family in families:
        share = _LIVELY if family.serial < LIVELY_FAMILIES else _QUIET
        rng = random.Random(seed * 11_000_027 + family.serial)
        if family.serial >= _LAST_FAMILY or not family.organisations or rng.random() > share:
            continue
        for party in family.organisations:
            if not party.source:
                said[keys[party.key]] = _values(rng, firm, party)
    if said:
        keep_own(RECORD, said)


def _values(rng: random.Random, firm: Firm, party: Party) -> dict[str, Any]:
    engineers = (*company.AGENTS["boards"], *company.AGENTS["computers"])
    domain = next((point.value for point in party.points if point.kind == "domain"), "")
    large = party.category in ("large_business", "partner")
    values: dict[str, Any] = {
        "payment_terms": rng.choice(("net_60", "net_90") if large else ("prepaid", "net_30", "net_60")),
        "annual_boards": str(rng.choice((20, 50, 200, 800)) * rng.randrange(1, 60) * (10 if large else 1)),
        "first_contract": f"{party.since:%Y-%m-%d}",
        "certificates": rng.sample([one["key"] for one in CERTIFICATES], rng.randrange(1, 4)),
        "responsible_engineer": firm.users[rng.choice(engineers)],
    }
    if domain and rng.random() < 0.4:
        values["data_sheet"] = f"https://www.{domain}/boards/spec-{rng.randrange(100, 999)}.pdf"
    return {f"own:{key}": value for key, value in values.items() if rng.random() < 0.85}
