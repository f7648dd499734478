"""Turn the cases and leads of stories into rows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhiji.demo import company
from zhiji.demo.facts import Case, Conversation, Lead, Plot
from zhiji.kernel.numbering.rules import human_number
from zhiji.kernel.search.tokens import SearchDocument
from zhiji.kernel.tables import Table
from zhiji.sales.leads.models import Lead as LeadRow
from zhiji.service.cases.models import Case as CaseRow

if TYPE_CHECKING:
    from zhiji.demo.history import History

_LEAD_STATES = {"contacted": "working", "quoted": "qualified", "won": "qualified"}
_LOST_REASONS = {
    "zh-hans": {"price": "价格", "time": "交期", "project": "项目取消", "no_answer": "客户没有回复"},
    "en": {"price": "price", "time": "lead time", "project": "project cancelled", "no_answer": "no answer"},
}


class Matters:
    """Writes what the stories of a history were about: a case to settle, or a chance to sell."""

    def __init__(self, history: "History") -> None:
        self.history = history
        self.firm, self.keys, self.parties = history.firm, history.keys, history.parties
        self.found: list[SearchDocument] = []

    def write(self) -> list[SearchDocument]:
        """Write cases and leads; return what search knows of them."""
        self._write_cases()
        self._write_leads()
        return self.found

    def _write_cases(self) -> None:
        table = Table(
            CaseRow,
            "id",
            "customer_id",
            "conversation_id",
            "kind",
            "subject",
            "description",
            "state",
            "priority",
            "owner_id",
            "team_id",
            "opened_at",
            "first_answer_at",
            "closed_at",
            "updated_at",
            "key",
        )
        told = [(plot, plot.case) for plot in self.history.plots if plot.case]
        ids = table.take_ids(len(told))
        table.write(self._case(key, plot, case) for key, (plot, case) in zip(ids, told, strict=True))
        for key, (_, case) in zip(ids, told, strict=True):
            self._announce("case", key, case, CaseRow.prefix, case.opened)

    def _case(self, key: int, plot: Plot, case: Case) -> tuple[Any, ...]:
        first = plot.conversations[0]
        answered = first.contacts[0].at if first.channel == "call" else _first_answer(first)
        state = "new" if case.state == "open" and answered is None and case.owner is None else case.state
        owner = case.owner or first.owner
        team = self.firm.user_teams[owner] if owner else self.history.team_of(first)
        kind = "complaint" if case.kind == "complaint" else "question"
        latest = max(contact.at for one in plot.conversations for contact in one.contacts)
        return (
            key,
            self.keys[case.person],
            self.history.conversations.get(first.key),
            kind,
            case.title[:300],
            first.contacts[0].text[:4000],
            state,
            case.priority,
            self.history.user(owner),
            team,
            case.opened,
            answered,
            case.closed,
            case.closed or latest,
            f"demo:{case.key}",
        )

    def _write_leads(self) -> None:
        table = Table(
            LeadRow,
            "id",
            "customer_id",
            "conversation_id",
            "subject",
            "description",
            "state",
            "source",
            "owner_id",
            "team_id",
            "created_at",
            "first_answer_at",
            "closed_at",
            "lost_reason",
            "updated_at",
            "key",
        )
        told = [(plot, plot.lead) for plot in self.history.plots if plot.lead]
        ids = table.take_ids(len(told))
        table.write(self._lead(key, plot, lead) for key, (plot, lead) in zip(ids, told, strict=True))
        for key, (_, lead) in zip(ids, told, strict=True):
            self._announce("lead", key, lead, LeadRow.prefix, lead.opened)

    def _lead(self, key: int, plot: Plot, lead: Lead) -> tuple[Any, ...]:
        first = plot.conversations[0]
        party = self.parties[lead.person]
        reasons = _LOST_REASONS["zh-hans" if party.language == "zh-hans" else "en"]
        owner = lead.owner or first.owner
        team = self.firm.user_teams[owner] if owner else self.firm.teams[party.team]
        return (
            key,
            self.keys[lead.person],
            self.history.conversations.get(first.key),
            lead.title[:300],
            first.contacts[0].text[:4000],
            _LEAD_STATES.get(lead.state, lead.state),
            lead.source,
            self.history.user(owner),
            team,
            lead.opened,
            _first_answer(first),
            lead.closed,
            reasons.get(lead.lost_reason, ""),
            lead.closed or first.contacts[-1].at,
            f"demo:{lead.key}",
        )

    def _announce(self, kind: str, key: int, told: Case | Lead, prefix: str, at: datetime) -> None:
        """A case or lead stands on the timeline and is found by search."""
        party = self.parties[told.person]
        owner = told.owner or party.owner
        self.history.enter(
            told.person,
            at,
            kind,
            "",
            "inside",
            company.BY_KEY[owner].name,
            told.title,
            "",
            (kind, key),
            {},
            f"{kind}:{key}",
        )
        self.found.append(
            SearchDocument(
                kind=kind,
                object_id=key,
                title=told.title[:300],
                subtitle=party.name,
                numbers=(human_number(prefix, key),),
                owner_id=self.firm.users[owner],
                team_id=self.firm.user_teams[owner],
            )
        )


def _first_answer(one: Conversation) -> datetime | None:
    return next((contact.at for contact in one.contacts if contact.direction == "out"), None)
