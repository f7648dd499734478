"""What the desk shows of candidate pairs: menu entry, commands, panels on the record page."""

from django.utils.translation import gettext_lazy as _

from zhiji.desk.matching.queries import may_be_same, may_belong, merged_here, waiting_count
from zhiji.kernel.live import topics
from zhiji.ui import nav, palette, panels


def register() -> None:
    """Enters the pages of matching."""
    topics.register("matching", lambda actor, rest: actor.may("match.review"))
    nav.register(
        nav.NavItem(
            "matching",
            _("Duplicates"),
            "matching",
            "git-merge",
            right="match.review",
            order=35,
            count=waiting_count,
            key="m",
            topics=("matching",),
        )
    )
    _register_commands()
    _register_panels()


def _register_commands() -> None:
    palette.register(
        palette.Command(
            "matching",
            _("Duplicates"),
            "matching",
            "git-merge",
            "match.review",
            keywords=(_("Merge customers"), _("Same customer?")),
            order=35,
        )
    )
    palette.register(
        palette.Command(
            "matching-thresholds",
            _("Thresholds of matching"),
            "matching_thresholds",
            "adjustments-horizontal",
            "match.set",
            keywords=(_("Duplicates"),),
            order=90,
        )
    )


def _register_panels() -> None:
    panels.register(
        panels.Panel(
            slug="may-be-same",
            place="customer.right",
            label=_("May be the same as"),
            template="desk/matching/_may_be_same.html",
            context=may_be_same,
            right="match.review",
            order=5,
        )
    )
    panels.register(
        panels.Panel(
            slug="may-belong",
            place="customer.right",
            label=_("May belong together with"),
            template="desk/matching/_may_be_same.html",
            context=may_belong,
            right="match.review",
            order=6,
        )
    )
    panels.register(
        panels.Panel(
            slug="merged",
            place="customer.right",
            label=_("Merged into this customer"),
            template="desk/matching/_merged.html",
            context=merged_here,
            right="customer.view",
            order=90,
        )
    )
