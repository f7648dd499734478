"""All models of the sales floor, gathered where Django looks for them."""

from zhiji.sales.leads.models import Lead

__all__ = ["Lead"]
