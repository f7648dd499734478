from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from zhiji.kernel.jobs import schedule
from zhiji.kernel.jobs.models import Schedule, WorkerBeat
from zhiji.kernel.jobs.rules import next_turn
from zhiji.kernel.jobs.tasks import tidy_streams
from zhiji.kernel.jobs.worker import Worker

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_daily_turn_comes_at_its_hour_of_local_time():
    morning = datetime(2026, 3, 1, 6, 30, tzinfo=SHANGHAI)
    assert next_turn(morning, timedelta(days=1), 7, SHANGHAI) == morning.replace(hour=7, minute=0)
    assert next_turn(morning.replace(hour=8), timedelta(days=1), 7, SHANGHAI).day == 2
    assert next_turn(morning, timedelta(minutes=5), None, SHANGHAI) == morning + timedelta(minutes=5)


@pytest.mark.django_db(transaction=True)
def test_a_turn_is_enqueued_once_however_many_workers_look(monkeypatch):
    monkeypatch.setattr(schedule, "TURNS", {})
    schedule.every("tidy", timedelta(minutes=1), tidy_streams)
    now = timezone.now()
    schedule.enqueue_due(now)
    due = Schedule.objects.get().due_at
    assert schedule._take_turn(schedule.TURNS["tidy"], due, due) == 1
    assert schedule._take_turn(schedule.TURNS["tidy"], due, due) == 0
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_dead_worker_is_done_by_another():
    result = tidy_streams.enqueue()
    DBTaskResult.objects.filter(pk=result.id).update(status=TaskResultStatus.RUNNING, worker_ids=["dead"])
    WorkerBeat.objects.create(
        worker_id="dead", host="elsewhere", pid=1, at=timezone.now() - timedelta(minutes=5)
    )
    worker = Worker()
    worker._beat()
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    assert not WorkerBeat.objects.filter(worker_id="dead").exists()
    assert worker._run_jobs() == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db(transaction=True)
def test_a_living_worker_keeps_its_job():
    result = tidy_streams.enqueue()
    DBTaskResult.objects.filter(pk=result.id).update(status=TaskResultStatus.RUNNING, worker_ids=["alive"])
    WorkerBeat.objects.create(worker_id="alive", host="elsewhere", pid=1, at=timezone.now())
    Worker()._beat()
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING
