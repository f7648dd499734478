"""The older messages of a conversation, each in one line.

Drawn in Python and not by a template: a long conversation has hundreds of them, and templates took 0.3 ms for each.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhiji.channels.conversations.models import Message
from zhiji.channels.conversations.queries import Head
from zhiji.ui.shown import initials, tint
from zhiji.ui.templatetags.zhiji import ago, icon

LINE = (
    '<li class="msg msg-{}{}" id="message-{}">'
    '<details class="msg-box" id="m{}" data-folded hx-get="/inbox/messages/{}" hx-trigger="toggle once"'
    ' hx-target="find .msg-body" hx-swap="outerHTML"><summary class="msg-head">{}'
    '<span class="msg-short">{}</span>{}<span class="msg-when">{}</span></summary>'
    '<div class="msg-body"></div></details></li>'
)


def folded_drawing() -> Callable[[Head], SafeString]:
    """Gives what draws the folded messages of one page in the reader's language: people and badges are made once."""
    note = format_html('<span class="badge badge-warn">{}{}</span>', icon("note"), _("Internal note"))
    cancelled = format_html('<span class="badge">{}</span>', Message.State.CANCELLED.label)
    who = cache(_who)

    def draw(head: Head) -> SafeString:
        key, is_cancelled = str(head.pk), head.state == Message.State.CANCELLED
        badges: Any = (note if head.direction == Message.Direction.NOTE else "") + (
            cancelled if is_cancelled else ""
        )
        gone = " is-cancelled" if is_cancelled else ""
        return format_html(
            LINE, head.direction, gone, key, key, key, who(head.writer), head.short, badges, ago(head.at)
        )

    return draw


def _who(name: str) -> SafeString:
    """Draws who wrote; initials and colour are those of the avatar everywhere else."""
    shape = '<span class="avatar avatar-{}" aria-hidden="true">{}</span><span class="msg-who">{}</span>'
    return format_html(shape, tint(name), initials(name), name)
