from datetime import datetime
from typing import Any, ClassVar

from zhiji.kernel.numbering.models import Numbered


class Matter(Numbered):
    """Something that a colleague has in hand for a customer; its fields stand in the feature's own model."""

    access_object: ClassVar[str]  # "lead": its rights, events, pages and notices begin with this word
    ended: ClassVar[str]  # the state of one that is over
    began: ClassVar[str]  # the field that says since when it is there

    customer: Any
    customer_id: Any
    conversation: Any
    conversation_id: Any
    owner: Any
    owner_id: Any
    team_id: Any
    subject: Any
    state: Any
    version: Any

    class Meta:
        abstract = True

    @property
    def begun_at(self) -> datetime:
        """The time from which on it is there."""
        at: datetime = getattr(self, self.began)
        return at

    @property
    def topics(self) -> list[str]:
        """What open pages listen to that show it, apart from its customer's."""
        kind = self.access_object
        talk = [f"conversation:{self.conversation_id}"] if self.conversation_id else []
        return [f"list:{kind}s", f"{kind}:{self.pk}", *talk]
