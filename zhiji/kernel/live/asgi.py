"""Server-sent events: GET /live?topics=customer:12,inbox holds a stream that says what changed, never what it says.

The page then fetches what it shows through its ordinary, guarded address.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.db import close_old_connections

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.live.hub import Subscriber, hub
from zhiji.kernel.live.missed import missed_topics, read_seconds
from zhiji.kernel.live.topics import may_listen

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HEARTBEAT_SECONDS = 15.0
# A stream ends after this time and the page opens a new one: a user who was shut out stops hearing.
STREAM_SECONDS = 600.0
MOST_TOPICS = 100


async def live(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answers one page's stream until the page closes it."""
    hub.start()
    allowed = await sync_to_async(_allowed_topics, thread_sensitive=False)(
        _cookies(scope), _asked_topics(scope)
    )
    if allowed is None:
        await _refuse(send)
        return
    subscriber = Subscriber(frozenset(allowed))
    hub.add(subscriber)
    # Asked for after the page is heard of, so that between the two nothing is lost.
    missed = await sync_to_async(_missed, thread_sensitive=False)(allowed, _asked(scope, "ago"))
    gone = asyncio.ensure_future(_closed(receive))
    try:
        await _stream(subscriber, send, gone, missed)
    finally:
        gone.cancel()
        hub.remove(subscriber)


async def _stream(
    subscriber: Subscriber, send: Send, gone: "asyncio.Future[None]", missed: list[str]
) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _say(send, "retry: 1000\nevent: ready\ndata: {}\n\n")
    if missed:
        await _say(send, f"event: change\ndata: {json.dumps({'topics': missed})}\n\n")
    end = asyncio.get_running_loop().time() + STREAM_SECONDS
    while not gone.done() and asyncio.get_running_loop().time() < end:
        waiting = asyncio.ensure_future(subscriber.queue.get())
        done, _ = await asyncio.wait(
            {waiting, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        if waiting not in done:
            waiting.cancel()
            if not gone.done():
                await _say(send, ": still here\n\n")
            continue
        event = waiting.result()
        if subscriber.overflowed:
            subscriber.overflowed = False
            await _say(send, "event: resync\ndata: {}\n\n")
        topics = [topic for topic in event.topics if topic in subscriber.topics]
        data = json.dumps({"id": event.id, "name": event.name, "topics": topics})
        await _say(send, f"id: {event.id}\nevent: change\ndata: {data}\n\n")
    if not gone.done():
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _closed(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 401, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"Sign in first."})


def _cookies(scope: dict[str, Any]) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                continue
    return {name: morsel.value for name, morsel in jar.items()}


def _asked(scope: dict[str, Any], name: str) -> str:
    return ",".join(parse_qs(scope["query_string"].decode("latin-1")).get(name, []))


def _asked_topics(scope: dict[str, Any]) -> list[str]:
    return [topic for topic in _asked(scope, "topics").split(",") if topic][:MOST_TOPICS]


def _missed(topics: list[str], ago: str) -> list[str]:
    close_old_connections()
    try:
        return missed_topics(topics, read_seconds(ago))
    finally:
        close_old_connections()


def _allowed_topics(cookies: dict[str, str], asked: list[str]) -> list[str] | None:
    """Returns those of the asked topics that the signed-in user may hear, or None for a stranger."""
    close_old_connections()
    try:
        user = _user_of(cookies.get(settings.SESSION_COOKIE_NAME, ""))
        if user is None:
            return None
        actor = Actor.of(user)
        return [topic for topic in asked if may_listen(actor, topic)]
    finally:
        close_old_connections()


def _user_of(session_key: str) -> Any:
    """Finds the user of a session as django.contrib.auth does, without a request."""
    from django.contrib.auth import HASH_SESSION_KEY
    from django.utils.crypto import constant_time_compare

    if not session_key:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    key = session.get(SESSION_KEY)
    user = key and get_user_model().objects.filter(pk=key, is_active=True).first()
    if user and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return user
    return None
