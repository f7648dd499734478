"""Finds the texts for people in Python and in templates: marked for translation, or forgotten."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

# Name of the function → which arguments are context, text, plural.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
LITERAL = r"""[uU]?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
MARKED = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
WORD = re.compile(r"[^\W\d_]{2,}")
ENTITY = re.compile(r"&#?\w+;")
# Names are the same in every language.
NAMES = re.compile(r"Zhiji|知己|English|中文")
SPOKEN_ATTRIBUTES = {"title", "placeholder", "aria-label", "aria-description", "alt", "label", "hx-confirm"}
NOT_FOR_PEOPLE = {"script", "style", "code", "kbd", "pre", "svg"}
NEVER_CLOSED = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
HIDDEN_BLOCKS = {"blocktranslate", "blocktrans", "comment"}
# A block that fills a class attribute of the page it extends.
CLASS_BLOCK = re.compile(r"block \w*class\w*$")


@dataclass(frozen=True)
class Text:
    """One text marked for translation, and where."""

    path: str
    line: int
    text: str
    context: str | None = None
    plural: str | None = None


def texts_in_python(path: str, source: str) -> Iterator[Text]:
    """Find texts in calls of gettext and its relatives, under whatever name they were imported."""
    tree = ast.parse(source)
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (kind := called_function(node.func, names)):
            context, text, plural = (argument(node, position) for position in FUNCTIONS[kind])
            if text is not None:
                yield Text(path, node.lineno, text, context, plural)


def glued_texts(source: str) -> Iterator[int]:
    """Find lines where a text is put together before it is looked up: it can then never be found."""
    tree = ast.parse(source)
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (kind := called_function(node.func, names)):
            position = FUNCTIONS[kind][1]
            if len(node.args) > position and isinstance(node.args[position], ast.JoinedStr | ast.BinOp):
                yield node.lineno


def imported_names(tree: ast.Module) -> dict[str, str]:
    """Map the names under which a file knows gettext and its relatives to their plain names."""
    return {
        alias.asname or alias.name: alias.name.removesuffix("_lazy")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name.removesuffix("_lazy") in FUNCTIONS
    }


def called_function(function: ast.expr, names: dict[str, str]) -> str | None:
    """Tell which of gettext's relatives is called, if any; translation.gettext(…) counts too."""
    if isinstance(function, ast.Name):
        return names.get(function.id)
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        plain = function.attr.removesuffix("_lazy")
        return plain if function.value.id == "translation" and plain in FUNCTIONS else None
    return None


def argument(call: ast.Call, position: int | None) -> str | None:
    """Read a plain string among a call's arguments."""
    if position is None or len(call.args) <= position:
        return None
    value = call.args[position]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def texts_in_template(path: str, source: str) -> Iterator[Text]:
    """Find texts in translate, blocktranslate and _("…") of a template."""
    prepare_django()
    marked = templatize(source, origin=path)
    for match in MARKED.finditer(marked):
        kind = "gettext" if match[1] == "_" else match[1]
        parts = [ast.literal_eval(literal) for literal in re.findall(LITERAL, match[2])]
        line = marked.count("\n", 0, match.start()) + 1
        context, text, plural = (None if p is None or p >= len(parts) else parts[p] for p in FUNCTIONS[kind])
        if text:
            # Percent signs of a template's text are doubled when it is looked up, as in its catalogue.
            yield Text(path, line, text, context, plural)


def forgotten_in_template(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Find words between tags, and in attributes that people see or hear, that nobody marked for translation.

    Text inside an element with translate="no" is meant to stay as it is.
    """
    prepare_django()
    visible = without_template_code(source)
    if path.endswith(".html"):
        reader = ForgottenWords()
        reader.feed(visible)
        reader.close()
        yield from reader.found
    else:
        for number, line in enumerate(visible.splitlines(), 1):
            if has_words(line):
                yield number, line.strip()


def without_template_code(source: str) -> str:
    """Leave only the plain text of a template; lines keep their numbers."""
    kept: list[str] = []
    hidden_until: str | None = None
    for token in Lexer(source).tokenize():
        first = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if hidden_until:
            kept.append("\n" * token.contents.count("\n"))
            if token.token_type == TokenType.BLOCK and first == hidden_until:
                hidden_until = None
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type == TokenType.BLOCK and (
            first in HIDDEN_BLOCKS or CLASS_BLOCK.match(token.contents)
        ):
            hidden_until = f"end{first}"
    return "".join(kept)


def has_words(text: str) -> bool:
    """Tell whether a text holds words that a translation would change."""
    return bool(WORD.search(NAMES.sub("", ENTITY.sub("", text))))


class ForgottenWords(HTMLParser):
    """Walks through HTML and collects words that nobody marked."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, str]] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes of a tag; remember whether its text counts."""
        given = dict(attrs)
        untouched = tag in NOT_FOR_PEOPLE or given.get("translate") == "no"
        silent = untouched or bool(self.open and self.open[-1][1])
        for name in SPOKEN_ATTRIBUTES & given.keys():
            if not silent and has_words(given[name] or ""):
                self.found.append((self.getpos()[0], f'{name}="{given[name]}"'))
        if tag not in NEVER_CLOSED:
            self.open.append((tag, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag that closes itself; it stays open for nobody."""
        before = list(self.open)
        self.handle_starttag(tag, attrs)
        self.open = before

    def handle_endtag(self, tag: str) -> None:
        """Forget a tag, with what was left open inside it."""
        names = [name for name, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Look at the text between tags."""
        if has_words(data) and not (self.open and self.open[-1][1]):
            self.found.append((self.getpos()[0], " ".join(data.split())[:60]))


def prepare_django() -> None:
    """Give Django's template reader the settings it asks for; no database, no application is loaded."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
