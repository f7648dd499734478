from django.utils.translation import gettext_lazy as _

from zhiji.kernel.notifications import registry as notices
from zhiji.ui import nav, palette


def register() -> None:
    """Enters the pages on which lists of customers are brought in."""
    nav.register(
        nav.NavItem("imports", _("Imports"), "imports", "file-import", right="import.view", order=820)
    )
    notices.register(
        "import_done",
        _("A list that I brought in is done"),
        _("“%(name)s” is in: %(count)s customers were added"),
        "circle-check",
    )
    notices.register(
        "import_failed",
        _("A list that I bring in stopped"),
        _("“%(name)s” stopped and waits for you"),
        "alert-triangle",
    )
    palette.register(
        palette.Command(
            slug="imports",
            label=_("Import customers…"),
            url="imports",
            icon="file-import",
            right="import.view",
            keywords=("csv", "excel", "xlsx", "vcard", _("list"), _("upload")),
            order=60,
        )
    )
