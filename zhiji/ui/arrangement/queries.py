from zhiji.kernel.access.cache import keep
from zhiji.ui.arrangement.models import PanelLayout

KEPT = "panels of teams"
KEPT_SECONDS = 30.0


def order_of(team_id: int | None, place: str) -> list[str]:
    """Returns the slugs of a place's panels in the order that the team chose, or an empty list.

    A change made by another process counts after KEPT_SECONDS.
    """
    return _orders().get((team_id, place), []) if team_id is not None else []


def _orders() -> dict[tuple[int, str], list[str]]:
    def read() -> dict[tuple[int, str], list[str]]:
        rows = PanelLayout.objects.values_list("team_id", "place", "order")
        return {(team_id, place): order for team_id, place, order in rows}

    return keep(KEPT, read, KEPT_SECONDS)
