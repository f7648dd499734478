"""A mail taken apart into its pieces, by offsets into the raw bytes so that big ones are not copied."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhiji.channels.mail.headers import HEAD_LIMIT, Headers, Typed, parse_typed, unbase64

MOST_PARTS = 1000
DEEPEST = 250
_HEAD_END = re.compile(rb"\r*\n\r*\n")
_NAMED_BOUNDARY = re.compile(rb"\A\s*--([^\r\n]{1,200})")
_LEADING_LINE = re.compile(rb"\A>?From [^\n]*\n")
_AFTER_PADDING = re.compile(rb"=[=\s]*[A-Za-z0-9+/]{4}")


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a mail: its head and where its body stands in the raw bytes."""

    headers: Headers
    kind: Typed
    start: int
    end: int
    within: tuple[str, ...]

    def body(self, raw: bytes) -> tuple[bytes, bool]:
        """The content with its transport encoding undone, and whether that encoding was sound."""
        coding = self.headers.line("content-transfer-encoding").strip().lower()
        if coding == "base64":
            return _from_base64(memoryview(raw)[self.start : self.end])
        if coding == "quoted-printable":
            return binascii.a2b_qp(memoryview(raw)[self.start : self.end]), True
        if coding in {"x-uuencode", "uuencode", "x-uue"}:
            return _from_uuencode(raw[self.start : self.end])
        return raw[self.start : self.end], True


def _from_base64(data: memoryview) -> tuple[bytes, bool]:
    # Some programs join several padded runs; the decoder stops at the first padding.
    if not _AFTER_PADDING.search(data):
        return unbase64(data)
    runs = [unbase64(run) for run in re.split(rb"=+", bytes(data)) if run.strip()]
    return b"".join(run for run, _ in runs), False


def _from_uuencode(data: bytes) -> tuple[bytes, bool]:
    out, sound = bytearray(), True
    for line in data.splitlines():
        if line.startswith((b"begin ", b"end", b"`")) or not line.strip():
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            sound = False
    return bytes(out), sound


def split_head(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The head that begins at an offset, and where the body after it begins."""
    if raw[start : start + 1] in (b"\n", b"\r"):
        first = raw.find(b"\n", start, end)
        return Headers(b""), (first + 1 if 0 <= first < start + 4 else start)
    match = _HEAD_END.search(raw, start, end)
    head_end, body = (match.start(), match.end()) if match else (end, end)
    block = _LEADING_LINE.sub(b"", raw[start : min(head_end, start + HEAD_LIMIT)])
    headers = Headers(block)
    if not headers:
        return headers, start  # no head at all: everything is the body
    return headers, body


def _kind(headers: Headers, default: str) -> Typed:
    kind = parse_typed(headers.line("content-type"))
    if "/" not in kind.value:
        return Typed(default, kind.parameters)
    return kind


class Walk:
    """Goes through all leaves of a mail in order and notes what was broken on the way."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.defects: list[str] = []
        # Each level of nesting reads its bytes again: a mail of 50 MB in 200 shells must not take minutes.
        self._budget = 12 * len(raw) + 20_000_000

    def leaves(self) -> Iterator[Part]:
        """All pieces that are no containers, at most MOST_PARTS."""
        headers, body = split_head(self.raw, 0, len(self.raw))
        waiting = [Part(headers, _kind(headers, "text/plain"), body, len(self.raw), ())]
        given = 0
        while waiting:
            part = waiting.pop()
            children = self._children(part)
            if children is not None:
                waiting.extend(reversed(children))
                continue
            given += 1
            if given > MOST_PARTS:
                self.defects.append("too_many_parts")
                return
            yield part

    def _children(self, part: Part) -> list[Part] | None:
        """The pieces inside a container; None when a part is to be taken as it is."""
        if not part.kind.value.startswith("multipart/"):
            return None
        self._budget -= part.end - part.start
        if len(part.within) >= DEEPEST or self._budget < 0:
            self.defects.append("too_deep")
            return None
        spans = self._spans(part)
        if not spans:
            return None
        default = "message/rfc822" if part.kind.value == "multipart/digest" else "text/plain"
        within = (*part.within, part.kind.value)
        found = []
        for start, end in spans[: MOST_PARTS + 1]:
            headers, body = split_head(self.raw, start, end)
            found.append(Part(headers, _kind(headers, default), body, end, within))
        return found

    def _spans(self, part: Part) -> list[tuple[int, int]]:
        boundary = part.kind.parameters.get("boundary", "").encode("utf-8", "replace")
        spans = self._cut(boundary, part.start, part.end) if boundary else []
        if spans:
            return spans
        self.defects.append("boundary_missing")
        guess = _NAMED_BOUNDARY.match(self.raw[part.start : part.start + 1000])
        return self._cut(guess[1].rstrip(), part.start, part.end) if guess else []

    def _cut(self, boundary: bytes, start: int, end: int) -> list[tuple[int, int]]:
        raw, mark = self.raw, b"--" + boundary
        spans: list[tuple[int, int]] = []
        begun, at = -1, raw.find(mark, start, end)
        while at >= 0 and len(spans) <= MOST_PARTS:
            line_end = raw.find(b"\n", at, end)
            line_end = end if line_end < 0 else line_end
            tail = raw[at + len(mark) : min(line_end, at + len(mark) + 100)].strip()
            if (at == start or raw[at - 1 : at] == b"\n") and tail in (b"", b"--"):
                if begun >= 0:
                    spans.append((begun, _before_line_end(raw, begun, at)))
                begun = min(line_end + 1, end)
                if tail == b"--":
                    begun = -1
                    break
            at = raw.find(mark, line_end, end)
        if begun >= 0:
            self.defects.append("not_closed")
            spans.append((begun, end))
        return spans


def _before_line_end(raw: bytes, start: int, at: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if at - 1 >= start and raw[at - 1 : at] == b"\n":
        at -= 1
    if at - 1 >= start and raw[at - 1 : at] == b"\r":
        at -= 1
    return at
