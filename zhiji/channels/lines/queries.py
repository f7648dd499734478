from zhiji.channels.lines.models import Line
from zhiji.kernel.compiled import Compiled

_in_use: Compiled[Line] = Compiled(
    lambda channel: Line.objects.filter(channel=channel, is_active=True).order_by("id"), str
)


def lines_in_use(channel: str) -> list[Line]:
    """Lists the lines of a channel that are in use."""
    return _in_use.all(channel)


def line_by_address(channel: str, address: str) -> Line | None:
    """Finds the line in use under this address, capital or small."""
    return Line.objects.filter(channel=channel, address=address.lower(), is_active=True).first()
