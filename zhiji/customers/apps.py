from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Who our customers are, how they are reached, what may be told them, and what happened with them."""

    name = "zhiji.customers"
    label = "customers"

    def ready(self) -> None:
        from zhiji.customers.identity import starting
        from zhiji.customers.parties import queries
        from zhiji.customers.quality import starting as quality
        from zhiji.customers.sources import starting as sources
        from zhiji.kernel.access import registry as access
        from zhiji.kernel.fields import registry as own_fields
        from zhiji.kernel.live import topics
        from zhiji.kernel.search import registry as search

        change = {"view": "all", "add": "all", "change": "tree"}
        access.register(
            "customer",
            ("view", "add", "change", "assign", "merge"),
            {
                "manager": {**change, "change": "all", "assign": "all", "merge": "all"},
                "sales": {**change, "assign": "own", "merge": "tree"},
                "service": {**change, "change": "all", "merge": "all"},
                "viewer": {"view": "all"},
            },
        )
        access.register("note", ("add",), {role: {"add": "all"} for role in ("manager", "sales", "service")})
        _register_privacy()
        topics.register("customer", queries.may_hear_of)
        own_fields.register("customer", _("Customers"))
        starting.register()
        sources.register()
        quality.register()
        search.register(
            search.SearchKind(
                slug="customer",
                label=_("Customers"),
                icon="building",
                module="",
                right="customer.view",
                url=lambda key: f"/customers/{key}",
            )
        )


def _register_privacy() -> None:
    from datetime import timedelta

    from zhiji.customers.privacy import holdings, tasks
    from zhiji.kernel.access import registry as access
    from zhiji.kernel.jobs.schedule import every
    from zhiji.kernel.live import topics

    holdings.register()
    every("tidy_privacy", timedelta(days=1), tasks.tidy_privacy, hour=2)
    every("remove_erased_files", timedelta(minutes=10), tasks.remove_erased_files)
    topics.register("privacy", lambda actor, rest: actor.may("privacy.view"))

    note = {"view": "all", "note": "all"}
    access.register(
        "permission",
        ("view", "note"),
        {"manager": note, "sales": note, "service": note, "viewer": {"view": "all"}},
    )
    access.register(
        "privacy",
        ("view", "request", "erase"),
        {
            "manager": {"view": "all", "request": "all", "erase": "all"},
            "service": {"view": "all", "request": "all"},
            "sales": {"view": "all", "request": "all"},
        },
    )
