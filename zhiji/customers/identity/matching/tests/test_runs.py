import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from zhiji.customers.identity.matching.models import MatchRun
from zhiji.customers.identity.matching.parameters import starting
from zhiji.customers.identity.matching.queries import (
    has_changed,
    newest_parameters,
    newest_run,
    stopped_run,
)
from zhiji.customers.identity.matching.runs import kept_run, stop_dead_runs
from zhiji.customers.identity.matching.tasks import look_through_all, tidy_runs
from zhiji.customers.identity.matching.telling import progress_now, told_begin
from zhiji.customers.identity.merging.tests.conftest import person  # noqa: F401  a fixture of these tests

pytestmark = pytest.mark.django_db


@pytest.fixture
def killed() -> MatchRun:
    """Give a run whose process was killed."""
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    with kept_run("person") as run:
        pass
    MatchRun.objects.filter(pk=run.pk).update(state="running", ended_at=None, pid=gone.pid)
    return run


def test_the_next_run_notes_that_one_which_was_killed_was_stopped(killed):
    with kept_run("organisation") as run:
        killed.refresh_from_db()
        assert (killed.state, killed.ended_at is None) == ("stopped", False)
        assert MatchRun.objects.get(pk=run.pk).state == "running"
        assert stop_dead_runs() == 0
    assert MatchRun.objects.get(pk=run.pk).state == "done"
    assert stopped_run("person") == killed
    assert stopped_run("organisation") is None


def test_the_worker_tidies_up_after_a_run_that_was_killed_and_no_page_waits_for_it(killed):
    told_begin()
    assert tidy_runs.call() == 1
    shown = progress_now()
    assert shown is not None
    assert shown.finished_at
    assert "stopped" in shown.error
    assert tidy_runs.call() == 0


def test_while_a_run_goes_on_or_is_waited_for_its_progress_is_left_alone(killed):
    told_begin()
    MatchRun.objects.update(pid=os.getpid())
    assert tidy_runs.call() == 0
    MatchRun.objects.update(state="done")
    look_through_all.enqueue()
    tidy_runs.call()
    assert progress_now().finished_at is None


def test_a_run_of_another_machine_is_given_half_a_day(killed):
    MatchRun.objects.update(host="elsewhere")
    assert stop_dead_runs() == 0
    MatchRun.objects.update(started_at=timezone.now() - timedelta(hours=13))
    assert stop_dead_runs() == 1


def test_a_run_that_failed_says_so():
    with pytest.raises(ZeroDivisionError), kept_run("person"):
        _ = 1 / 0
    assert MatchRun.objects.get().state == "failed"


def test_what_a_stopped_run_has_learned_is_used_and_the_next_night_looks_again(person, killed):  # noqa: F811
    person("李雷")
    stop_dead_runs()
    learned = starting("person", 77)
    MatchRun.objects.update(parameters=learned.to_json(), started_at=timezone.now() + timedelta(hours=1))
    assert newest_parameters("person") == learned
    assert newest_run("person") is None
    assert has_changed("person")
