from zhiji.kernel.access import registry as access
from zhiji.kernel.files.removal import names_files


def register() -> None:
    """Enters sources among the kinds of record that rights are about, and what of theirs names stored files."""
    from zhiji.customers.sources.lists import error_files
    from zhiji.customers.sources.own import files_in_claims

    names_files(files_in_claims)
    names_files(error_files)
    seen = {"view": "all"}
    access.register(
        "source",
        ("view", "change"),
        {"manager": {"view": "all", "change": "all"}, "sales": seen, "service": seen, "viewer": seen},
    )
