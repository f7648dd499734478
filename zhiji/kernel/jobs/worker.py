"""The worker: empties the queues, runs the jobs, keeps the schedule, and takes over from workers that died."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import OperationalError, connections, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from zhiji.kernel.jobs.living import lives
from zhiji.kernel.jobs.models import WorkerBeat
from zhiji.kernel.jobs.pumps import Pump, give_way, pumps_of
from zhiji.kernel.jobs.schedule import enqueue_due
from zhiji.kernel.live.tail import open_tail
from zhiji.kernel.locks import is_mine

log = logging.getLogger("zhiji.worker")

BEAT_SECONDS = 5.0
# A worker silent for this long is taken for dead.
SILENT = timedelta(seconds=30)
# While contacts come in one upon the other, what can wait has a turn this often.
HELD_BACK_SECONDS = 3.0
JUST_NOW_SECONDS = 0.5
REST = 9  # times as long as it worked


class Worker:
    """One worker process with four lanes: prompt queues, slow queues, what can wait, and jobs."""

    def __init__(self) -> None:
        self.id = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.stopping = threading.Event()
        self.woken = {lane: threading.Event() for lane in ("prompt", "slow", "idle", "jobs")}
        self.prompt_worked_at = 0.0
        self.runner = TaskRunner(
            queue_names=["*"], interval=1, batch=False, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id=self.id, excluded_queue_names=[],
        )  # fmt: skip

    def run(self) -> None:
        """Works until stop() is called."""
        lanes: list[tuple[str, Callable[[], int]]] = [
            ("prompt", self._drain_prompt),
            ("slow", lambda: self._drain("slow")),
            ("idle", self._drain_idle),
            ("jobs", self._run_jobs),
        ]
        threads = [
            threading.Thread(target=self._lane, args=lane, name=lane[0], daemon=True) for lane in lanes
        ]
        threads.append(threading.Thread(target=self._listen, name="wake", daemon=True))
        self._beat()
        for thread in threads:
            thread.start()
        while not self.stopping.wait(BEAT_SECONDS):
            self._guarded(self._beat)
        for thread in threads[:-1]:
            thread.join(timeout=10)
        self._guarded(lambda: WorkerBeat.objects.filter(worker_id=self.id).delete())

    def stop(self) -> None:
        """Lets the running work end and then leaves."""
        self.stopping.set()
        for event in self.woken.values():
            event.set()

    def _listen(self) -> None:
        """Wakes the lanes as soon as anything is written."""
        while not self.stopping.is_set():
            try:
                tail = open_tail()
                while not self.stopping.is_set():
                    tail.wait(1.0)
                    for event in self.woken.values():
                        event.set()
            except Exception:
                log.exception("The worker lost sight of the stream; it looks again in a second")
                time.sleep(1)

    def _lane(self, lane: str, work: Callable[[], int]) -> None:
        woken = self.woken[lane]
        while not self.stopping.is_set():
            woken.clear()
            if not self._guarded(work):
                woken.wait(timeout=1.0)
            else:
                give_way()
        connections.close_all()

    def _guarded(self, work: Callable[[], object]) -> object:
        """Survives a database that is away or busy: says so and lets the lane try again."""
        try:
            return work()
        except OperationalError as error:
            log.warning("The database did not answer: %s", error)
        except Exception:
            log.exception("A queue failed")
        connections.close_all()
        self.stopping.wait(1.0)
        return 0

    def _drain_prompt(self) -> int:
        done = self._drain("prompt")
        if done:
            self.prompt_worked_at = time.monotonic()
        return done

    def _drain_idle(self) -> int:
        """Lets what can wait have a turn, in one worker at a time.

        It rests much longer than it works, so that people's pages have the machine; in a flood of contacts it has a
        turn only now and then.
        """
        if not is_mine("what can wait"):
            return 0
        if time.monotonic() - self.prompt_worked_at < JUST_NOW_SECONDS:
            self.stopping.wait(HELD_BACK_SECONDS)
        begun = time.monotonic()
        done = self._drain("idle")
        if done:
            self.stopping.wait(REST * (time.monotonic() - begun))
        return done

    def _drain(self, lane: str) -> int:
        return sum(self._turn(item) for item in pumps_of(lane))

    def _turn(self, item: Pump) -> int:
        try:
            return item.run()
        except OperationalError:
            raise
        except Exception:
            log.exception("Queue %s failed", item.slug)
            return 0

    def _run_jobs(self) -> int:
        enqueue_due()
        ready = DBTaskResult.objects.ready()
        if not ready.exists():
            return 0
        with transaction.atomic():
            job = ready.select_for_update(skip_locked=True).first()
            if job is None:
                return 0
            job.claim(self.id)
        self.runner.run_task(job)
        return 1

    def _beat(self) -> None:
        now = timezone.now()
        host = socket.gethostname()[:100]
        WorkerBeat.objects.update_or_create(
            worker_id=self.id, defaults={"host": host, "pid": os.getpid(), "at": now}
        )
        for beat in WorkerBeat.objects.exclude(worker_id=self.id):
            if beat.at < now - SILENT or (beat.host == host and not lives(beat.pid)):
                self._take_over(beat)

    def _take_over(self, beat: WorkerBeat) -> None:
        """Gives the unfinished jobs of a dead worker back to the queue; a job is idempotent by contract."""
        with transaction.atomic():
            if not WorkerBeat.objects.filter(worker_id=beat.worker_id).delete()[0]:
                return
            for job in DBTaskResult.objects.running().select_for_update():
                if job.worker_ids and job.worker_ids[-1] == beat.worker_id:
                    job.status = TaskResultStatus.READY
                    job.save(update_fields=["status"])
                    log.warning("Job %s of dead worker %s starts again", job.task_path, beat.worker_id)
