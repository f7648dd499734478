from zhiji.ui.arrangement.models import PanelLayout


def order_of(team_id: int | None, place: str) -> list[str]:
    """Returns the slugs of a place's panels in the order that the team chose, or an empty list."""
    if team_id is None:
        return []
    layout = PanelLayout.objects.filter(team_id=team_id, place=place).first()
    return layout.order if layout else []
