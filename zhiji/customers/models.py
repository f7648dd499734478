"""All models of the customers floor, gathered where Django looks for them."""

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier, Relation
from zhiji.customers.permission.models import Permission
from zhiji.customers.sources.models import Import, Source, SourceRecord, SurvivorshipRule
from zhiji.customers.timeline.models import TimelineEntry

__all__ = [
    "Affiliation",
    "ContactPoint",
    "Customer",
    "Identifier",
    "Import",
    "Permission",
    "Relation",
    "Source",
    "SourceRecord",
    "SurvivorshipRule",
    "TimelineEntry",
]
