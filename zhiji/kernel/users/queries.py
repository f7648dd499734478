from django.db.models import QuerySet

from zhiji.kernel.users.models import Team, User


def active_users() -> QuerySet[User]:
    """Lists the members of staff who can be given work."""
    return User.objects.filter(is_active=True).order_by("name")


def all_teams() -> QuerySet[Team]:
    """Lists all teams by name."""
    return Team.objects.order_by("name")
