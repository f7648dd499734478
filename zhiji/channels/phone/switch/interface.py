"""What every switch must be able to do for us, whatever its make."""

from abc import ABC, abstractmethod
from collections.abc import Callable

from zhiji.channels.phone.switch.commands import Command, Done
from zhiji.channels.phone.switch.events import SwitchEvent

# Called for each event, in order, in the event loop; must be quick, such as putting it into a queue.
# When it raises, the event counts as not heard: the switch is asked again what is in progress.
Hear = Callable[[SwitchEvent], None]


class CommandRefused(Exception):
    """A command was not carried out; code is one of the list below, told is what the switch said, for the log."""

    NOT_CONNECTED = "not_connected"
    NO_SUCH_CALL = "no_such_call"
    NOT_POSSIBLE = "not_possible"
    BAD_NUMBER = "bad_number"
    NO_REPLY = "no_reply"
    REFUSED = "refused"

    def __init__(self, code: str, told: str = "") -> None:
        super().__init__(f"{code}: {told}" if told else code)
        self.code = code
        self.told = told


class Switch(ABC):
    """A telephone switch: tells what happens to calls, and does with them what it is asked."""

    name: str
    can: frozenset[type[Command]]

    @abstractmethod
    async def run(self, hear: Hear) -> None:
        """Stays in touch with the switch until cancelled, and tells what happens there.

        Comes back by itself after every break, telling SwitchLost and, once all that was missed is told,
        SwitchBack. Raises nothing but CancelledError.
        """

    @abstractmethod
    async def do(self, command: Command) -> Done:
        """Asks the switch to do something; raises CommandRefused when it does not."""
