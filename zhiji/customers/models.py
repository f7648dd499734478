"""All models of the customers floor, gathered where Django looks for them."""

from zhiji.customers.identity.matching.models import MatchKey, MatchKeyMark, MatchRun
from zhiji.customers.identity.merging.models import DroppedRow, Merge
from zhiji.customers.identity.pairs.models import ArrivalMark, MatchPair, MatchThreshold
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier, Relation
from zhiji.customers.permission.models import (
    ContactRule,
    Holiday,
    Permission,
    QuietTime,
    Restriction,
    Suppression,
    Touch,
)
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.quality.models import Quality, QualityDay, QualityMark
from zhiji.customers.sources.models import Import, Source, SourceRecord, SurvivorshipRule
from zhiji.customers.timeline.models import TimelineEntry

__all__ = [
    "Affiliation",
    "ArrivalMark",
    "ContactPoint",
    "ContactRule",
    "Customer",
    "DroppedRow",
    "Holiday",
    "Identifier",
    "Import",
    "MatchKey",
    "MatchKeyMark",
    "MatchPair",
    "MatchRun",
    "MatchThreshold",
    "Merge",
    "Permission",
    "PrivacyRequest",
    "Quality",
    "QualityDay",
    "QualityMark",
    "QuietTime",
    "Relation",
    "Restriction",
    "Source",
    "SourceRecord",
    "Suppression",
    "SurvivorshipRule",
    "TimelineEntry",
    "Touch",
]
