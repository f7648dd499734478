"""All models of the customers floor, gathered where Django looks for them."""

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.permission.models import Permission
from zhiji.customers.timeline.models import TimelineEntry

__all__ = ["Affiliation", "ContactPoint", "Customer", "Permission", "TimelineEntry"]
