from zhiji.ui.arrangement.models import PanelLayout
from zhiji.ui.lists.models import SavedView

__all__ = ["PanelLayout", "SavedView"]
