"""Short ways for tests to bring a list in."""

from pathlib import Path

from zhiji.customers.sources.models import Import
from zhiji.integration.files import actions
from zhiji.integration.files.checking import run_check
from zhiji.integration.files.keeping import keep_list, local_file
from zhiji.integration.files.looking import look_at
from zhiji.integration.files.mapping import Column, columns_from
from zhiji.integration.files.running import run_import
from zhiji.integration.files.undoing import run_undo
from zhiji.kernel.access.actor import Actor

MACHINE = Actor.machine("test")


def prepare(path: Path, source: str, words: dict[str, str] | None = None, **meanings: str) -> Import:
    """Take a list in hand up to where it can come in."""
    origin = actions.add_source(actor=MACHINE, name=source)
    with path.open("rb") as handle:
        kept = keep_list(handle)
    with local_file(kept) as local:
        look = look_at(local, memory=origin.mapping)
    at = actions.begin_import(actor=MACHINE, file_id=kept.pk, name=path.name, look=look)
    columns = [
        Column(
            one.name, meanings.get(one.name, one.field), (words or {}) if one.field == "permission" else {}
        )
        for one in columns_from(at.mapping)
    ]
    return actions.map_import(actor=MACHINE, import_id=at.pk, source_id=origin.pk, columns=columns)


def bring_in(path: Path, source: str, words: dict[str, str] | None = None, **meanings: str) -> Import:
    """Bring a whole list in."""
    at = prepare(path, source, words, **meanings)
    actions.start_import(actor=MACHINE, import_id=at.pk)
    return run_import(actor=MACHINE, import_id=at.pk)


def check(path: Path, source: str) -> Import:
    """Tell what a list would bring."""
    at = prepare(path, source)
    actions.check_import(actor=MACHINE, import_id=at.pk)
    return run_check(actor=MACHINE, import_id=at.pk)


def undo(at: Import) -> Import:
    """Take a whole import back."""
    actions.undo_import(actor=MACHINE, import_id=at.pk)
    return run_undo(actor=MACHINE, import_id=at.pk)


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """Write a list."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def counts(at: Import) -> dict[str, int]:
    """Tell what became of the rows, without what is zero."""
    names = ("new", "same", "changed", "conflict", "wrong")
    return {name: at.counts[name] for name in names if at.counts.get(name)}
