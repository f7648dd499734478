from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.access.models import Role
from zhiji.kernel.access.rules import tree_below
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import changes, record
from zhiji.kernel.errors import Refused
from zhiji.kernel.users.models import Team, User


@action
def add_team(*, actor: Actor, name: str, parent_id: int | None = None) -> Team:
    """Adds a team to the company's tree."""
    actor.require("setup.change")
    team = Team.objects.create(name=name, parent_id=parent_id)
    record(actor, "add_team", team, after={"name": name, "parent": parent_id})
    forget_rights()
    return team


@action
def add_user(
    *,
    actor: Actor,
    email: str,
    name: str,
    password: str | None = None,
    team_id: int | None = None,
    roles: Iterable[str] = (),
    language: str = "",
    title: str = "",
) -> User:
    """Adds a member of staff who can sign in.

    roles are the slugs of roles; without a password the user asks for one with “forgotten password”.
    """
    actor.require("setup.change")
    user = User.objects.create_user(
        email, password, name=name, team_id=team_id, language=language, title=title
    )
    user.roles.set(Role.objects.filter(slug__in=list(roles)))
    record(actor, "add_user", user, after={"email": user.email, "name": name, "roles": sorted(roles)})
    return user


@action
def change_profile(
    *, actor: Actor, name: str, title: str, language: str, time_zone: str, signature: str
) -> User:
    """Changes what a user says about themselves, and how Zhiji speaks to them."""
    user = User.objects.select_for_update().get(pk=actor.me)
    fields = {
        "name": name,
        "title": title,
        "language": language,
        "time_zone": time_zone,
        "signature": signature,
    }
    before = {key: getattr(user, key) for key in fields}
    for key, value in fields.items():
        setattr(user, key, value)
    user.save(update_fields=list(fields))
    record(actor, "change_profile", user, before=before, after=fields)
    return user


@action
def set_password(*, actor: Actor, user_id: int, password: str) -> None:
    """Sets a new password for a member of staff; their open sessions end."""
    actor.require("setup.change")
    user = User.objects.select_for_update().get(pk=user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(actor, "set_password", user)


@action
def change_user(
    *,
    actor: Actor,
    user_id: int,
    name: str,
    title: str,
    team_id: int | None,
    roles: Iterable[str],
    is_active: bool,
) -> User:
    """Changes a member of staff's team and roles, or shuts them out.

    Raises Refused when nobody would be left who may set Zhiji up.
    """
    actor.require("setup.change")
    user = User.objects.select_for_update().get(pk=user_id)
    wanted = {"name": name, "title": title, "team_id": team_id, "is_active": is_active}
    before, after = changes(user, wanted)
    old_roles, new_roles = sorted(user.roles.values_list("slug", flat=True)), sorted(roles)
    for key, value in after.items():
        setattr(user, key, value)
    user.save()
    user.roles.set(Role.objects.filter(slug__in=new_roles))
    if not User.objects.filter(is_active=True, roles__grants__right="setup.change").exists():
        raise Refused(_("Somebody must be left who may set Zhiji up. Give another user that role first."))
    record(
        actor, "change_user", user, before={**before, "roles": old_roles}, after={**after, "roles": new_roles}
    )
    forget_rights()
    return user


@action
def rename_team(*, actor: Actor, team_id: int, name: str, parent_id: int | None) -> Team:
    """Renames a team or hangs it below another one."""
    actor.require("setup.change")
    team = Team.objects.select_for_update().get(pk=team_id)
    if parent_id in tree_below(team_id, dict(Team.objects.values_list("pk", "parent_id"))):
        raise Refused(_("A team can't stand below itself. Choose another place."))
    before, after = changes(team, {"name": name, "parent_id": parent_id})
    team.name, team.parent_id = name, parent_id
    team.save()
    record(actor, "rename_team", team, before=before, after=after)
    forget_rights()
    return team
