from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    """One door in and one door out, and the channels behind them."""

    name = "zhiji.channels"
    label = "channels"

    def ready(self) -> None:
        from zhiji.channels import privacy, timeline
        from zhiji.channels.claims.tasks import read_claims
        from zhiji.channels.conversations import documents, queries, sides
        from zhiji.channels.conversations.tasks import wake_snoozed_now
        from zhiji.channels.inbox.pump import process_kept
        from zhiji.channels.mail import adapter as mail
        from zhiji.channels.mail.html import sanitise
        from zhiji.channels.outbox.pump import send_due
        from zhiji.channels.web import adapter as web
        from zhiji.kernel.jobs.pumps import pump
        from zhiji.kernel.jobs.schedule import every
        from zhiji.kernel.live import topics
        from zhiji.kernel.modules.registry import module

        module("channel.mail", _("Mail"), _("Mail lines: receive, answer, keep in one thread."), 40)
        module("channel.web", _("Web forms"), _("Forms for your web site that land in the inbox."), 41)
        _register_rights()
        topics.register("conversation", queries.may_hear_of)
        topics.register("inbox", lambda actor, rest: actor.may("conversation.view"))
        pump("inbox", process_kept)
        pump("outbox", send_due, lane="slow")
        pump("claims", read_claims, lane="idle")
        every("wake_snoozed", timedelta(minutes=1), wake_snoozed_now)
        timeline.register_kinds()
        privacy.register()
        sides.register()
        mail.register()
        documents.register("mail", sanitise)
        web.register()


def _register_rights() -> None:
    from zhiji.kernel.access import registry as access
    from zhiji.kernel.notifications import registry as notices

    everything = {"view": "all", "change": "all", "send": "all", "assign": "all"}
    grants = {
        "manager": everything,
        "service": everything,
        "sales": {"view": "all", "change": "tree", "send": "all", "assign": "tree"},
        "viewer": {"view": "all"},
    }
    access.register("conversation", ("view", "change", "send", "assign"), grants)
    access.register("inbox_item", ("view", "change"), {"manager": {"view": "all", "change": "all"}})
    notices.register(
        "conversation_assigned",
        _("A conversation is given to me"),
        _("%(actor)s gave you the conversation “%(subject)s”"),
        "message",
    )
    notices.register(
        "customer_answered", _("A customer answers me"), _("%(customer)s answered: “%(subject)s”"), "message"
    )
    notices.register(
        "message_failed",
        _("A message could not be delivered"),
        _("“%(subject)s” could not be delivered"),
        "alert",
    )
