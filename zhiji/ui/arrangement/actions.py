from collections.abc import Sequence

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Denied
from zhiji.kernel.users.models import Team
from zhiji.ui.arrangement.models import PanelLayout
from zhiji.ui.arrangement.queries import KEPT, order_of


@action
def arrange_panels(*, actor: Actor, team_id: int, place: str, order: Sequence[str]) -> None:
    """Sets in which order a team sees the panels of one place.

    Members arrange for their own team, those with "setup.change" for every team; raises Denied otherwise.
    """
    if team_id != actor.team_id and not actor.may("setup.change"):
        raise Denied
    before = order_of(team_id, place)
    PanelLayout.objects.update_or_create(team_id=team_id, place=place, defaults={"order": list(order)})
    forget(KEPT)
    team = Team.objects.get(pk=team_id)
    record(actor, "arrange_panels", team, before={place: before}, after={place: list(order)})
