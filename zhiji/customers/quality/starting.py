from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhiji.customers.identity.merging.events import CustomersMerged, CustomersUnmerged
from zhiji.customers.parties.events import ContactPointTried, CustomerAdded, CustomerChanged
from zhiji.customers.privacy.rows import holds_rows
from zhiji.customers.quality.models import Quality
from zhiji.customers.quality.registry import Data, Heard, hear_of
from zhiji.customers.quality.tasks import follow_changes, reckon_all
from zhiji.kernel.jobs.pumps import pump
from zhiji.kernel.jobs.schedule import every


def register() -> None:
    """Enters after which facts quality is reckoned anew, the nightly job, and what is held about a customer."""
    hear_of(CustomerAdded, Heard(one_customer))
    hear_of(CustomerChanged, Heard(one_customer))
    hear_of(ContactPointTried, Heard(lambda data: data["customer_ids"]))
    hear_of(CustomersMerged, Heard(both_sides))
    hear_of(CustomersUnmerged, Heard(both_sides))
    pump("quality", follow_changes, lane="idle")
    every("reckon_quality", timedelta(days=1), reckon_all, hour=3)
    holds_rows("quality", _("How good what we know of them is"), Quality, "customer", order=450)


def one_customer(data: Data) -> Iterable[int]:
    """Reads which customer a fact is about."""
    return [data["customer_id"]]


def both_sides(data: Data) -> Iterable[int]:
    """Reads which two customers were merged, or parted again."""
    return [data["survivor_id"], data["loser_id"]]
