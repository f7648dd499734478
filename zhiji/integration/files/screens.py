from django.utils.translation import gettext_lazy as _

from zhiji.ui import nav, palette


def register() -> None:
    """Enters the pages on which lists of customers are brought in."""
    nav.register(
        nav.NavItem("imports", _("Imports"), "imports", "file-import", right="import.view", order=820)
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
