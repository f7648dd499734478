"""The manager interface's way of writing: "Key: value" lines and an empty line, read and written within bounds."""

from collections.abc import Iterable

Frame = dict[str, str]

LONGEST_LINE = 16_384
LONGEST_FRAME = 262_144
LONGEST_VALUE = 2_000
_END = b"\r\n\r\n"


class BrokenStream(ConnectionError):
    """What came is not the manager interface, or is too long to be meant well."""


class FrameReader:
    """Makes frames of bytes that come in pieces of any size."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._seen = 0
        self.greeting = ""

    def feed(self, piece: bytes) -> list[Frame]:
        """Takes a piece and gives the frames that are complete with it, in order.

        The first line, with which Asterisk greets, belongs to no frame. Raises BrokenStream when a frame gets longer
        than LONGEST_FRAME bytes, or a line longer than LONGEST_LINE.
        """
        self._rest += piece
        if not self.greeting and not self._take_greeting():
            return []
        start, frames = 0, []
        while (end := self._rest.find(_END, max(start, self._seen))) >= 0:
            self._seen = 0
            if end > start:
                frames.append(read_frame(bytes(self._rest[start:end])))
            start = end + len(_END)
        del self._rest[:start]
        # The next search need not look again where no end was found, but for one that came half.
        self._seen = max(0, len(self._rest) - len(_END) + 1)
        if len(self._rest) > LONGEST_FRAME:
            raise BrokenStream(f"a frame of more than {LONGEST_FRAME} bytes")
        return frames

    def _take_greeting(self) -> bool:
        end = self._rest.find(b"\r\n")
        if end > 200 or (end < 0 and len(self._rest) > 200):
            raise BrokenStream("the first line is no greeting of Asterisk's manager interface")
        if end < 0:
            return False
        greeting = bytes(self._rest[:end]).decode("utf-8", "replace")
        if not greeting.startswith("Asterisk Call Manager"):
            raise BrokenStream(
                f"the first line is no greeting of Asterisk's manager interface: {greeting[:80]!r}"
            )
        self.greeting = greeting
        del self._rest[: end + 2]
        return True


def read_frame(lines: bytes) -> Frame:
    """Reads the lines of one frame; of a key that comes more than once, all values stand under it, a line each.

    Lines without a colon are left out, as Asterisk itself leaves them out. Raises BrokenStream for a line that is
    too long.
    """
    if len(lines) > LONGEST_FRAME:
        raise BrokenStream(f"a frame of more than {LONGEST_FRAME} bytes")
    frame: Frame = {}
    for line in lines.decode("utf-8", "replace").split("\r\n"):
        if len(line) > LONGEST_LINE:
            raise BrokenStream(f"a line of more than {LONGEST_LINE} characters")
        key, colon, value = line.partition(":")
        if colon:
            value = value[1:] if value.startswith(" ") else value
            frame[key] = f"{frame[key]}\n{value}" if key in frame else value
    return frame


def write_frame(fields: Iterable[tuple[str, str]]) -> bytes:
    """Writes a frame for Asterisk.

    Raises ValueError for a key or value that holds a line's end or another control character, with which somebody
    could smuggle in an action of their own, and for one longer than LONGEST_VALUE.
    """
    lines = []
    for key, value in fields:
        if len(value) > LONGEST_VALUE or not (key + value).isprintable():
            raise ValueError(f"{key} can't be told to Asterisk: {value[:80]!r}")
        lines.append(f"{key}: {value}\r\n")
    return "".join([*lines, "\r\n"]).encode("utf-8", "replace")
