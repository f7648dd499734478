"""Hands events to the open pages of one web process."""

import asyncio
import contextlib
import logging
import threading
import time
from collections import defaultdict

from zhiji.kernel.live.tail import Seen, open_tail

log = logging.getLogger("zhiji.live")

QUEUE_LENGTH = 200


class Subscriber:
    """One open page's queue; when it overflows the page is told to look at everything again."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.queue: asyncio.Queue[Seen] = asyncio.Queue(QUEUE_LENGTH)
        self.overflowed = False

    def put(self, event: Seen) -> None:
        """Adds an event unless the page has fallen behind."""
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            self.overflowed = True


class Hub:
    """Follows the stream in a thread and fans it out in the event loop."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Subscriber]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        """Starts following, once per process."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            threading.Thread(target=self._follow, name="live-tail", daemon=True).start()

    def stop(self) -> None:
        """Stops following."""
        self._stopped.set()

    def add(self, subscriber: Subscriber) -> None:
        """Lets a page hear of its topics."""
        for topic in subscriber.topics:
            self._by_topic[topic].add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        """Forgets a page that was closed."""
        for topic in subscriber.topics:
            self._by_topic[topic].discard(subscriber)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def fan_out(self, events: list[Seen]) -> None:
        """Puts each event into the queue of every page that listens to one of its topics, once."""
        for event in events:
            reached: set[Subscriber] = set()
            for topic in event.topics:
                reached |= self._by_topic.get(topic, set())
            for subscriber in reached:
                subscriber.put(event)

    def _follow(self) -> None:
        while not self._stopped.is_set():
            try:
                tail = open_tail()
                with contextlib.closing(tail):
                    self._pump(tail)
            except Exception:
                log.exception("The stream of events broke; following again in a second")
                time.sleep(1)

    def _pump(self, tail: object) -> None:
        while not self._stopped.is_set():
            events = tail.wait(1.0)  # type: ignore[attr-defined]
            if events and self._loop and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self.fan_out, events)


hub = Hub()
