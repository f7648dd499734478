"""Fails when a text for people has no Chinese translation, or when a translation cannot be right.

`--missing` prints the entries that are to be filled in, each under the folder whose catalogue it belongs to.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

from checks.house.rule import Source
from checks.texts import Text, forgotten_in_template, glued_texts, texts_in_python, texts_in_template

ROOT = Path(__file__).parent.parent
CATALOGUES = "zhiji/**/locale/zh_Hans/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sdif]|\{\w*\}")
NOT_READ = {"tests", "migrations", "node_modules", "static", "built", "front"}

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Entry:
    """One translation, and the catalogue it stands in."""

    path: str
    line: int
    text: str
    plural: str
    translations: tuple[str, ...]
    fuzzy: bool

    @property
    def is_done(self) -> bool:
        """Whether a person finished this translation."""
        return not self.fuzzy and all(self.translations)


def read_catalogue(path: str, content: str) -> Iterator[tuple[Key, Entry]]:
    """Read one catalogue."""
    for entry in polib.pofile(content):
        if entry.obsolete:
            continue
        translations = tuple(entry.msgstr_plural.values()) if entry.msgid_plural else (entry.msgstr,)
        made = Entry(path, entry.linenum, entry.msgid, entry.msgid_plural, translations, entry.fuzzy)
        yield (entry.msgctxt, entry.msgid), made


def collect(pairs: Iterable[tuple[Key, Entry]]) -> dict[Key, list[Entry]]:
    """Bring the entries of all catalogues together."""
    found: dict[Key, list[Entry]] = defaultdict(list)
    for key, entry in pairs:
        found[key].append(entry)
    return found


def untranslated(texts: Iterable[Text], entries: dict[Key, list[Entry]]) -> list[Text]:
    """List the texts that no catalogue translates, each once."""
    missing: dict[Key, Text] = {}
    for text in texts:
        if not any(entry.is_done for entry in entries.get((text.context, text.text), [])):
            missing.setdefault((text.context, text.text), text)
    return sorted(missing.values(), key=lambda text: (text.path, text.line))


def wrong_entries(entries: dict[Key, list[Entry]]) -> Iterator[str]:
    """Find translations that lose or invent a placeholder, and texts translated differently in two places."""
    for same in entries.values():
        for entry in same:
            wanted = set(PLACEHOLDER.findall(entry.plural or entry.text))
            for translation in filter(None, entry.translations):
                if wanted != set(PLACEHOLDER.findall(translation)):
                    yield f"{entry.path}:{entry.line}: placeholders differ: {entry.text!r} → {translation!r}"
        if len({entry.translations for entry in same if entry.is_done}) > 1:
            places = ", ".join(f"{entry.path}:{entry.line}" for entry in same)
            yield f"{places}: translated differently: {same[0].text!r} (give it a context)"


def files(root: Path, *endings: str) -> Iterator[tuple[str, str]]:
    """Read the files whose texts people see: path inside the repository, and content."""
    for path in sorted((root / "zhiji").rglob("*")):
        inside = path.relative_to(root)
        is_read = path.suffix == ".py" or "templates" in inside.parts
        if path.suffix in endings and is_read and path.is_file() and not NOT_READ & set(inside.parts):
            source = Source(inside.as_posix(), path.read_text())
            if not source.is_broken:
                yield source.path, source.text


def all_texts(root: Path) -> Iterator[Text]:
    """Find all texts marked for translation."""
    for path, content in files(root, ".py"):
        yield from texts_in_python(path, content)
    for path, content in files(root, ".html", ".txt"):
        yield from texts_in_template(path, content)


def forgotten(root: Path) -> Iterator[str]:
    """Find texts that can never be translated: not marked, or put together before the look-up."""
    for path, content in files(root, ".html", ".txt"):
        for line, words in forgotten_in_template(path, content):
            yield f"{path}:{line}: not marked for translation: {words}"
    for path, content in files(root, ".py"):
        for line in glued_texts(content):
            yield f"{path}:{line}: a text is put together before it is looked up"


def as_entry(text: Text) -> str:
    """Write a text as an empty entry of a catalogue."""
    entry = polib.POEntry(msgid=text.text, msgctxt=text.context, occurrences=[(text.path, str(text.line))])
    if text.plural:
        entry.msgid_plural, entry.msgstr_plural = text.plural, {0: ""}
    return str(entry)


def main(arguments: list[str]) -> int:
    """Check all texts of the repository; prints each fault as path:line: fault."""
    catalogues = sorted(ROOT.glob(CATALOGUES))
    pairs = [
        pair
        for path in catalogues
        for pair in read_catalogue(path.relative_to(ROOT).as_posix(), path.read_text())
    ]
    entries = collect(pairs)
    missing = untranslated(all_texts(ROOT), entries)
    if "--missing" in arguments:
        sys.stdout.write("\n".join(map(as_entry, missing)))
        return 0
    lines = [f"{text.path}:{text.line}: no Chinese translation: {text.text!r}" for text in missing]
    lines += [*wrong_entries(entries), *forgotten(ROOT)]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
