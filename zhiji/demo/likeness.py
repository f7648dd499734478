"""Who may be one with whom: weighed by the matching engine, asked in the review queue, a few answered already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhiji.customers.identity.arrival import look_for_matches
from zhiji.customers.identity.matching.parameters import starting
from zhiji.customers.identity.matching.reading import read_record
from zhiji.customers.identity.matching.records import COLUMNS, WHOLE_NUMBERS, Kind, MatchRecord
from zhiji.customers.identity.matching.scoring import score_pair
from zhiji.customers.identity.pairs.actions import Candidate, answer_pair, propose_pairs
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.identity.pairs.queries import zones_of
from zhiji.demo.facts import Family, Party
from zhiji.demo.staffing import Firm
from zhiji.demo.twins import KIN, MERGE, NO, Twin
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.models import User

# As if the weights had been learned from a base of this size; the starting weights know nothing else of a base.
_BASE = 1_000_000
_ANSWERER = "fang.zhirou"


@dataclass
class Likeness:
    """Puts the twins of some families, who are in the database, before people."""

    actor: Actor
    firm: Firm
    keys: Mapping[str, int]

    def ask(self, family: Family, twins: list[Twin]) -> None:
        """Ask about all twins of a family, and answer those whose fate is known."""
        parties = {party.key: party for party in family.parties}
        for twin in twins:
            if twin.fate == KIN:
                look_for_matches([self.keys[twin.other]])
                continue
            pair = self._candidate(parties, twin)
            if pair.weight >= zones_of(parties[twin.known].kind).ask_from:
                propose_pairs(actor=self.actor, candidates=[pair])
                self._answer(pair, twin)

    def _candidate(self, parties: Mapping[str, Party], twin: Twin) -> Candidate:
        """Weigh the evidence; both names stand in the order of the customers' keys."""
        sides = sorted((self.keys[key], parties[key]) for key in (twin.known, twin.other))
        kind: Kind = "person" if parties[twin.known].kind == "person" else "organisation"
        one, other = (_record(key, kind, party, parties) for key, party in sides)
        found = score_pair(one, other, starting(kind, _BASE))
        steps = [
            {"field": step.field, "grade": step.grade, "left": step.left, "right": step.right,
             "weight": round(step.weight, 2)}
            for step in found.steps
        ]  # fmt: skip
        evidence = {"kind": kind, "steps": steps, "forbidden": found.forbidden}
        return Candidate(sides[0][0], sides[1][0], round(found.weight, 2), evidence)

    def _answer(self, pair: Candidate, twin: Twin) -> None:
        if twin.fate not in (MERGE, NO):
            return
        asked = MatchPair.objects.get(left_id=pair.left_id, right_id=pair.right_id, proposal=pair.proposal)
        somebody = Actor.of(User.objects.get(pk=self.firm.users[_ANSWERER]))
        answer = MatchPair.State.YES if twin.fate == MERGE else MatchPair.State.NO
        answer_pair(actor=somebody, pair_id=asked.pk, answer=answer, survivor_id=self.keys[twin.known])


def _record(key: int, kind: Kind, party: Party, parties: Mapping[str, Party]) -> MatchRecord:
    """Reads a party as the engine does. Numbers of the demo are nobody else's, and names are told apart by them."""
    said: dict[str, Any] = {point.kind: point.typed for point in reversed(party.points)}
    employer = parties.get(party.parent or "")
    said |= {"name": party.name} if party.kind == "person" else {"organisation": party.name}
    if party.kind == "person" and employer:
        said["organisation"] = employer.name
    if party.kind == "organisation" and "domain" in said:
        said.setdefault("mail", f"info@{said['domain']}")
    record = read_record(key, kind, said)
    for name in COLUMNS:
        if name in WHOLE_NUMBERS and name != "id":
            setattr(record, name, 1)
        elif name.startswith("own_"):
            setattr(record, name, getattr(record, name.removeprefix("own_")))
    return record
