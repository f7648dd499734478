from django.utils.translation import gettext_lazy as _

from zhiji.customers.timeline.registry import EntryKind, register


def register_kinds() -> None:
    """Tells the timeline how messages look."""
    register(EntryKind("message", _("Message"), "mail"))
    register(EntryKind("call", _("Call"), "phone"))
    register(EntryKind("note", _("Note"), "note"))
