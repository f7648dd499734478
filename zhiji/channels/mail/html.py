"""HTML of strangers: made harmless for a sandboxed frame, and read as plain text."""

import html
import re
from collections.abc import Callable, Mapping

import nh3

MOST_HTML = 2_000_000
DEEPEST = 2000
HELD_IMAGE = "data-held-src"
_HELD_SCHEME = "x-held:"
_TAGS = {
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption",
    "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins",
    "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span",
    "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt",
    "u", "ul", "var", "wbr",
}  # fmt: skip
_SIZES = {"width", "height", "align", "valign", "bgcolor"}
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "align"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
    "table": {*_SIZES, "border", "cellpadding", "cellspacing"},
    "td": {*_SIZES, "colspan", "rowspan"},
    "th": {*_SIZES, "colspan", "rowspan"},
    "tr": {*_SIZES},
    "col": {"width", "span"},
    "div": {"align"},
    "p": {"align"},
}
_STYLES = {
    "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left",
    "border-radius", "border-right", "border-spacing", "border-style", "border-top", "border-width",
    "color", "display", "font", "font-family", "font-size", "font-style", "font-weight", "height",
    "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom", "margin-left",
    "margin-right", "margin-top", "max-width", "min-width", "padding", "padding-bottom", "padding-left",
    "padding-right", "padding-top", "text-align", "text-decoration", "text-indent", "vertical-align",
    "white-space", "width", "word-break",
}  # fmt: skip
_NETWORK_IN_STYLE = re.compile(r"url\s*\(|expression|image-set|@import|\\", re.I)
_ELEMENT = re.compile(r"<(/?)(?!(?:br|img|hr|wbr|col|input|meta|link|li|p|td|tr)\b)[a-z]", re.I)
_REMOTE = re.compile(r"\s*https?:", re.I)
_INLINE_IMAGE = re.compile(r"^data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.I)


def sanitise(source: str, *, cid_urls: Mapping[str, str], remote_images: bool = False) -> str:
    """A stranger's HTML without script, forms, frames or anything that calls home, for a sandboxed frame.

    Arguments: source; cid_urls, our address of each file inside the mail by its Content-ID; remote_images,
    True once the reader asked for pictures from the network. Until then such a picture keeps its address in
    `data-held-src`.
    """
    source = source[:MOST_HTML]
    if _is_too_deep(source):
        source = f"<pre>{html.escape(html_to_text(source))}</pre>"
    cleaned = nh3.clean(
        source,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute_filter(cid_urls, remote_images),
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        filter_style_properties=_STYLES,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer nofollow",
    )
    return cleaned.replace(f'src="{_HELD_SCHEME}', f'{HELD_IMAGE}="')


def _is_too_deep(source: str) -> bool:
    """Whether elements stand so deep in each other that the parser would take far too long."""
    depth = 0
    for match in _ELEMENT.finditer(source):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def _attribute_filter(
    cid_urls: Mapping[str, str], remote_images: bool
) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return None if _NETWORK_IN_STYLE.search(value) else value
        if name == "href":
            return None if value.strip().lower().startswith(("data:", "cid:")) else value
        if name != "src":
            return value
        found = _image_source(value.strip(), cid_urls)
        # The filter can't rename an attribute. No browser fetches this made-up scheme, so nothing leaks if a
        # held picture should slip through the renaming.
        held = found is not None and not remote_images and _REMOTE.match(value)
        return f"{_HELD_SCHEME}{found}" if held else found

    return keep


def _image_source(value: str, cid_urls: Mapping[str, str]) -> str | None:
    scheme = value.partition(":")[0].lower()
    if scheme == "cid":
        return cid_urls.get(value[4:].strip("<> "))
    if scheme == "data":
        return value if _INLINE_IMAGE.match(value) else None
    return value if scheme in {"http", "https"} else None


_TOKEN = re.compile(r"<[/!?]?[A-Za-z][^<>]*>|<![^<>]*>")
_SKIPPED = ("script", "style", "head", "title", "template", "noscript", "svg", "math")
_BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "tr", "ul", "body", "html",
}  # fmt: skip
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre"}
_QUOTE = re.compile(
    r"type\s*=\s*[\"']?cite|class\s*=\s*[\"']?[^\"'>]*quote|id\s*=\s*[\"']?isReplyContent", re.I
)
_SPACES = re.compile(r"[ \t\n\f\xa0]+")


class _Reader:
    """Writes down the words of a page line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.quotes: list[bool] = []
        self.preformatted = 0

    def words(self, piece: str) -> None:
        piece = html.unescape(piece) if "&" in piece else piece
        if not self.preformatted:
            self.current.append(_SPACES.sub(" ", piece))
            return
        first, *more = piece.split("\n")
        self.current.append(first)
        for line in more:
            self.end_line(force=True)
            self.current.append(line)

    def end_line(self, *, force: bool = False) -> None:
        line = "".join(self.current)
        line = line.rstrip() if self.preformatted else _SPACES.sub(" ", line).strip()
        self.current = []
        if line or force:
            self.lines.append("> " * min(sum(self.quotes), 5) + line if any(self.quotes) else line)

    def blank_line(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * min(sum(self.quotes), 5) if any(self.quotes) else "")

    def tag(self, name: str, source: str, closing: bool) -> None:
        if name == "br":
            self.end_line(force=True)
        elif (name in {"td", "th"} and not closing and self.current) or (name == "img" and not closing):
            self.current.append(" ")
        elif name in _BLOCKS:
            self.block(name, source, closing)

    def block(self, name: str, source: str, closing: bool) -> None:
        self.end_line()
        if name in _SPACED:
            self.blank_line()
        if name == "hr" and self.lines and self.lines[-1]:
            self.lines.append("----------")
        elif name == "li" and not closing:
            self.current.append("- ")
        elif name == "pre":
            self.preformatted = max(0, self.preformatted + (-1 if closing else 1))
        elif name == "blockquote":
            self.blockquote(source, closing)

    def blockquote(self, source: str, closing: bool) -> None:
        if not closing and len(self.quotes) < 100:
            self.quotes.append(bool(_QUOTE.search(source)))
        elif closing and self.quotes:
            self.quotes.pop()


def html_to_text(source: str) -> str:
    """The words of an HTML mail, a line for each paragraph; quoted blocks get "> " before their lines."""
    source = _without_comments(source[:MOST_HTML])
    last_close = {name: _last_close(source, name) for name in _SKIPPED if f"<{name}" in source.lower()}
    reader, end, skipping = _Reader(), 0, ""
    for match in _TOKEN.finditer(source):
        if not skipping and match.start() > end:
            reader.words(source[end : match.start()])
        end = match.end()
        name, closing = _tag_name(match[0])
        if skipping:
            skipping = "" if closing and name == skipping else skipping
        elif name in _SKIPPED and not closing:
            skipping = name if last_close.get(name, -1) >= end else ""
        elif name:
            reader.tag(name, match[0], closing)
    if not skipping:
        reader.words(source[end:])
    reader.end_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reader.lines)).strip("\n").rstrip()


def _without_comments(source: str) -> str:
    kept, end = [], 0
    while (start := source.find("<!--", end)) >= 0:
        kept.append(source[end:start])
        end = source.find("-->", start + 4) + 3
        if end == 2:
            return "".join(kept)
    return "".join([*kept, source[end:]])


def _last_close(source: str, name: str) -> int:
    return max((match.start() for match in re.finditer(f"</{name}", source, re.I)), default=-1)


_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:]*)")


def _tag_name(token: str) -> tuple[str, bool]:
    match = _NAME.match(token)
    return (match[1].lower(), token.startswith("</")) if match else ("", False)
