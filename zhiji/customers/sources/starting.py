from zhiji.kernel.access import registry as access


def register() -> None:
    """Enters sources among the kinds of record that rights are about."""
    seen = {"view": "all"}
    access.register(
        "source",
        ("view", "change"),
        {"manager": {"view": "all", "change": "all"}, "sales": seen, "service": seen, "viewer": seen},
    )
