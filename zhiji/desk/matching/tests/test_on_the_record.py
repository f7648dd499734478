"""On a customer's record: who may be the same, and who may belong together, each under its own heading."""

import pytest

from zhiji.customers.identity.pairs.actions import Candidate, propose_pairs
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.desk.matching.comparing import bits
from zhiji.kernel.access.actor import Actor

SAME, TOGETHER = "May be the same as", "May belong together with"


def proposed(person, proposal):
    """Propose that two people belong together in this way, and return the first of them."""
    sides = sorted(person(name).pk for name in ("李雷", "李娜"))
    evidence = {"kind": "person", "steps": [], "forbidden": ""}
    propose_pairs(
        actor=Actor.machine("test"), candidates=[Candidate(*sides, 5.0, evidence, proposal=proposal)]
    )
    return MatchPair.objects.get().left


@pytest.mark.parametrize(
    ("proposal", "heading", "other"), [("same", SAME, TOGETHER), ("household", TOGETHER, SAME)]
)
def test_each_proposal_stands_under_its_own_heading(manager, person, proposal, heading, other):
    one = proposed(person, proposal)
    page = manager.get(f"/customers/{one.pk}").content.decode()
    assert heading in page
    assert other not in page


def test_a_weight_bears_its_sign_unless_it_is_nothing():
    assert [bits(weight) for weight in (4.64, -13.31, 0.02, -0.04)] == ["+4.6", "−13.3", "0.0", "0.0"]
