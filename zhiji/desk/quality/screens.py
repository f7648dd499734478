"""What the desk shows of quality: the work list of questions, quality over time, one line on each record."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from zhiji.desk.quality.listing import SPEC
from zhiji.desk.quality.queries import bare_questions, line_of
from zhiji.ui import nav, palette, panels
from zhiji.ui.lists import registry as lists


def register() -> None:
    """Enters the pages of quality."""
    lists.register(replace(SPEC, queryset=bare_questions))
    nav.register(
        nav.NavItem("questions", SPEC.label, "questions", SPEC.icon, right="customer.change", order=34)
    )
    commands = [
        ("questions", SPEC.label, "questions", SPEC.icon, "customer.view", (_("Questions"),)),
        ("quality", _("Data quality"), "quality", "gauge", "source.view", (_("Stale values"),)),
    ]
    for slug, label, url, icon, right, words in commands:
        palette.register(palette.Command(slug, label, url, icon, right, keywords=words, order=34))
    panels.register(
        panels.Panel(
            slug="quality",
            place="customer.ask",
            label=_("Quality"),
            template="desk/quality/_line.html",
            context=line_of,
            right="customer.view",
            order=10,
        )
    )
