from typing import Any

from zhiji.kernel.access.registry import ROLES, default_grants


def seed_roles(sender: Any, using: str = "default", **_: Any) -> None:
    """Makes the roles that Zhiji brings, and gives a kind of record that is new here its first grants.

    What an administrator has changed stays: only rights that no role has yet are filled in.
    """
    from zhiji.kernel.access.cache import forget_rights
    from zhiji.kernel.access.models import Grant, Role

    roles = {
        slug: Role.objects.using(using).get_or_create(slug=slug, defaults={"name": name})[0]
        for slug, name in ROLES.items()
    }
    known = set(Grant.objects.using(using).values_list("right", flat=True))
    Grant.objects.using(using).bulk_create(
        Grant(role=roles[role], right=right, scope=scope)
        for role, right, scope in default_grants()
        if right not in known
    )
    forget_rights()
