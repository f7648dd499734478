"""Merges and undoes in any order, with life going on in between: no row is lost, none is double, each finds home."""

from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from zhiji.customers.identity.merging.actions import merge_customers, unmerge
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.merging.references import references
from zhiji.customers.identity.merging.tests.conftest import MACHINE, tell
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.sources.actions import add_contact_point, link_person
from zhiji.customers.timeline.models import TimelineEntry

NAMES = ("甲", "乙", "丙", "丁", "戊")
SHARED = "shared@house.example"


class Life(RuleBasedStateMachine):
    """People who are merged and told apart again; homes holds whose each entry is, as far as one can know."""

    def __init__(self) -> None:
        super().__init__()
        # Each example is a world of its own.
        self.world = transaction.atomic()
        self.world.__enter__()
        self.people: list[int] = []
        self.homes: dict[int, int] = {}
        self.points: dict[tuple[int, str], bool] = {}

    @initialize()
    def begin(self) -> None:
        """Five people with an address each, one that two share, and a firm at which three work."""
        self.firms = [
            add_customer(actor=MACHINE, kind="organisation", name=name, source="test").pk for name in "XY"
        ]
        for number, name in enumerate(NAMES):
            typed = [("mail", f"p{number}@x.example")] + [("mail", SHARED)] * (number in (0, 3))
            one = add_customer(actor=MACHINE, kind="person", name=name, points=typed, source="test")
            self.people.append(one.pk)
            self.homes[tell(one)] = one.pk
            if number < 3:
                link_person(
                    actor=MACHINE, person_id=one.pk, organisation_id=self.firms[number % 2], title="T"
                )
        self.first_points = set(ContactPoint.objects.values_list("customer_id", "value"))
        self.first_roles = set(Affiliation.objects.values_list("person_id", "organisation_id", "title"))

    def living(self) -> list[Customer]:
        return list(Customer.objects.filter(pk__in=self.people).order_by("pk"))

    def somebody(self, data: Any) -> Customer:
        there = self.living()
        return there[data.draw(st.integers(0, len(there) - 1))]

    @precondition(lambda self: len(self.living()) > 1)
    @rule(data=st.data())
    def merge(self, data: Any) -> None:
        """Two of those who are there become one."""
        there = self.living()
        one, other = data.draw(st.permutations(range(len(there))))[:2]
        merge_customers(actor=MACHINE, survivor_id=there[one].pk, loser_id=there[other].pk)

    @precondition(lambda self: Merge.objects.holding().exists())
    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        """Any of the merges that hold is undone, not only the last."""
        held = sorted(Merge.objects.holding().values_list("pk", flat=True))
        unmerge(actor=MACHINE, merge_id=held[data.draw(st.integers(0, len(held) - 1))])

    @precondition(lambda self: Merge.objects.holding().count() == 2 and len(self.people) == len(NAMES))
    @rule()
    def merge_firms(self) -> None:
        """The firms become one, too: roles at both are one role then."""
        if Customer.objects.filter(pk__in=self.firms).count() == 2:
            merge_customers(actor=MACHINE, survivor_id=self.firms[0], loser_id=self.firms[1])

    @rule(data=st.data())
    def note(self, data: Any) -> None:
        """Something happens with somebody; nobody can say to which side it belongs."""
        tell(self.somebody(data))

    @rule(data=st.data())
    def reach(self, data: Any) -> None:
        """A new address of somebody, or one that another has already."""
        one = self.somebody(data)
        add_contact_point(
            actor=MACHINE,
            customer_id=one.pk,
            kind="mail",
            typed=data.draw(st.sampled_from([SHARED, "n@x.example"])),
        )

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every row that names a customer names one who is there, and first entries lie with who holds their home."""
        there = set(Customer.objects.values_list("pk", flat=True))
        for one in references():
            named = set(one.model._base_manager.values_list(one.column, flat=True)) - {None}
            assert named <= there, one.label
        holder = dict(Merge.objects.holding().values_list("loser_id", "survivor_id"))
        lies = dict(TimelineEntry.objects.filter(pk__in=self.homes).values_list("pk", "customer_id"))
        assert lies == {key: holder.get(home, home) for key, home in self.homes.items()}

    @invariant()
    def nothing_is_double(self) -> None:
        """Whoever holds others is reached by all their addresses, each once, and has all their roles."""
        holder = dict(Merge.objects.holding().values_list("loser_id", "survivor_id"))
        points = list(ContactPoint.objects.current().values_list("customer_id", "value"))
        assert len(points) == len(set(points))
        assert {(holder.get(one, one), value) for one, value in self.first_points} <= set(points)
        roles = set(
            Affiliation.objects.filter(ended_at=None).values_list("person_id", "organisation_id", "title")
        )
        wanted = {(holder.get(p, p), holder.get(o, o), title) for p, o, title in self.first_roles}
        assert wanted == roles

    def teardown(self) -> None:
        """In the end all is undone, and everybody is there again."""
        try:
            while (held := Merge.objects.holding().order_by("into_id", "-pk").first()) is not None:
                unmerge(actor=MACHINE, merge_id=held.pk)
            self.nothing_is_lost()
            self.nothing_is_double()
            assert len(self.living()) == len(NAMES)
            connection.check_constraints()
        finally:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)


@pytest.mark.django_db
def test_merges_and_undoes_in_any_order_lose_nothing_and_double_nothing():
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    # PostgreSQL grows slow within one long transaction, whose dead rows nothing clears away.
    examples = 6 if connection.vendor == "postgresql" else 25
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=checks
        ),
    )
