from django.conf import settings
from django.db import models


class Schedule(models.Model):
    """When a repeated job is due next."""

    slug = models.SlugField(primary_key=True)
    due_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.slug} {self.due_at:%Y-%m-%d %H:%M}"


class WorkerBeat(models.Model):
    """A sign of life of a worker: jobs of one that fell silent are given to another."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=100)
    pid = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker_id


class Progress(models.Model):
    """How far a long piece of work has come, as people see it."""

    slug = models.SlugField(unique=True)
    label = models.CharField(max_length=150)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    error = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    # Posted to by whoever wants all of it taken back; empty where that can't be.
    undo_url = models.CharField(max_length=200, blank=True)

    @property
    def percent(self) -> int:
        """The share done, 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    def __str__(self) -> str:
        return f"{self.label} {self.done}/{self.total}"
