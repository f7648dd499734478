"""All models of the service floor, gathered where Django looks for them."""

from zhiji.service.cases.models import Case

__all__ = ["Case"]
