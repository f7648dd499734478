"""All models of the kernel, gathered where Django looks for them."""

from zhiji.kernel.access.models import Grant, Role
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.events.models import Delivery, EventRecord
from zhiji.kernel.fields.models import OwnField, OwnFieldPlace, OwnIndex, OwnValues
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.jobs.models import Progress, Schedule, WorkerBeat
from zhiji.kernel.modules.models import ModuleState
from zhiji.kernel.notifications.models import Notification, NotificationChoice
from zhiji.kernel.search.models import SearchEntry, SearchWord
from zhiji.kernel.users.models import Team, User

__all__ = [
    "AuditEntry",
    "Delivery",
    "EventRecord",
    "Grant",
    "ModuleState",
    "Notification",
    "NotificationChoice",
    "OwnField",
    "OwnFieldPlace",
    "OwnIndex",
    "OwnValues",
    "Progress",
    "Role",
    "Schedule",
    "SearchEntry",
    "SearchWord",
    "StoredFile",
    "Team",
    "User",
    "WorkerBeat",
]
