"""Fails when a rule of the house is broken, except where house_exceptions.toml names the place and why."""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from checks.house import RULES
from checks.house.rule import Fault, Source, calls, decorators, dotted

ROOT = Path(__file__).parent.parent
EXCEPTIONS = Path(__file__).with_name("house_exceptions.toml")
FOLDERS = ("zhiji", "checks", "building", "tests")
SAME_NAME = "an action's name stands for one act in the whole repository"


def read_sources(root: Path) -> list[Source]:
    """Read all files that the rules look at."""
    paths = [
        path
        for folder in FOLDERS
        for ending in ("*.py", "*.html")
        for path in sorted((root / folder).rglob(ending))
        if "node_modules" not in path.parts and "static" not in path.parts
    ]
    sources = [Source(path.relative_to(root).as_posix(), path.read_text()) for path in paths]
    sources = [source for source in sources if not source.is_broken]
    known = frozenset(name for source in sources for _, name in actions_of(source))
    led_to = frozenset(name for source in sources for name in names_in_urls(source))
    return [replace(source, known_actions=known, url_names=led_to) for source in sources]


def names_in_urls(source: Source) -> Iterator[str]:
    """Name everything that a urls.py, or a table of addresses elsewhere, gives to path() or re_path()."""
    for call in calls(source.tree):
        if dotted(call.func).split(".")[-1] in {"path", "re_path"}:
            for argument in call.args[1:]:
                yield dotted(argument).split(".")[-1]


def actions_of(source: Source) -> Iterator[tuple[int, str]]:
    """Name the functions of a file that carry @action."""
    if source.in_feature_file("actions"):
        for function in source.public_functions:
            if "action" in decorators(function):
                yield function.lineno, function.name


def same_names(sources: Iterable[Source]) -> list[Fault]:
    """Find actions that share a name: the audit could not tell them apart."""
    all_actions = [(source, line, name) for source in sources for line, name in actions_of(source)]
    counts = Counter(name for _, _, name in all_actions)
    return [
        Fault(SAME_NAME, source.path, line, name) for source, line, name in all_actions if counts[name] > 1
    ]


def find_faults(sources: list[Source]) -> list[Fault]:
    """Hold every rule against every file."""
    found = [fault for source in sources for rule in RULES for fault in rule.faults(source)]
    return found + same_names(sources)


def without_exceptions(faults: list[Fault], exceptions: list[dict[str, str]]) -> list[str]:
    """Leave out what is excepted; an exception without a reason, or that nobody needs, is a fault itself."""
    excepted = {(entry["rule"], entry["place"]) for entry in exceptions}
    lines = [str(fault) for fault in faults if not {(fault.rule, p) for p in fault.places} & excepted]
    needed = {(fault.rule, place) for fault in faults for place in fault.places}
    for entry in exceptions:
        if not entry.get("reason", "").strip():
            lines.append(f"{EXCEPTIONS.name}: the exception for {entry['place']} has no reason")
        if (entry["rule"], entry["place"]) not in needed:
            lines.append(
                f"{EXCEPTIONS.name}: nothing needs the exception for {entry['place']}: {entry['rule']}"
            )
    return lines


def main() -> int:
    """Check the repository; prints each fault as path:line: rule."""
    exceptions = tomllib.loads(EXCEPTIONS.read_text()).get("except", [])
    lines = without_exceptions(find_faults(read_sources(ROOT)), exceptions)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
