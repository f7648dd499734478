"""What `zhiji import` does: the same steps as the pages, one after the other."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from zhiji.customers.sources.models import Import
from zhiji.integration.files import actions
from zhiji.integration.files.checking import run_check
from zhiji.integration.files.errorfile import write_errors_of_import
from zhiji.integration.files.keeping import keep_list, local_file
from zhiji.integration.files.lists import UnreadableList
from zhiji.integration.files.looking import look_at
from zhiji.integration.files.mapping import Column, columns_from
from zhiji.integration.files.queries import COMMAND, left_out_of
from zhiji.integration.files.running import Tell, run_import
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Refused
from zhiji.kernel.files.models import StoredFile

State = Import.State
COUNTS = {
    "new": "new",
    "same": "same",
    "changed": "changed",
    "conflict": "in conflict",
    "wrong": "wrong",
    "erased": "left out: was erased",
    "faults": "with something left out",
}


@dataclass
class CommandLine:
    """Brings lists in for somebody at a terminal; say writes a line to them."""

    tell: Tell
    say: Callable[[str], None]
    actor: Actor = field(default_factory=lambda: Actor.machine("import"))

    def take(self, path: Path, source_name: str, meanings: Mapping[str, str]) -> Import:
        """Takes a file or folder in hand, or the same one again where it was interrupted before."""
        source = actions.add_source(actor=self.actor, name=source_name or path.stem or path.name)
        kept = _keep(path)
        begun = Import.objects.filter(source=source, file=kept, user=None)
        if at := begun.filter(state__in=[State.RUNNING, State.PAUSED, State.FAILED]).first():
            self.say(f"Going on behind row {at.next_row:,}.")
            return at
        with local_file(kept) as local:
            look = look_at(local, memory=source.mapping)
        at = actions.begin_import(actor=self.actor, file_id=kept.pk, name=path.name, look=look)
        at.options = {**at.options, "by": COMMAND}
        at.save(update_fields=["options"])
        for part, why in left_out_of(at):
            self.say(f"  Not read: {part}. {why}")
        columns = _with_meanings(columns_from(at.mapping), meanings)
        for column in columns:
            self.say(f"  {column.name:<24} {column.field or '–'}")
        return actions.map_import(actor=self.actor, import_id=at.pk, source_id=source.pk, columns=columns)

    def check(self, at: Import) -> Import:
        """Tells what a list would bring."""
        actions.check_import(actor=self.actor, import_id=at.pk)
        at = run_check(actor=self.actor, import_id=at.pk, tell=self.tell)
        self._summary(at, "Would be: ")
        return at

    def bring_in(self, at: Import) -> Import:
        """Brings a list in, to its end."""
        if at.state in (State.DRAFT, State.CHECKED):
            actions.start_import(actor=self.actor, import_id=at.pk)
        else:
            actions.resume_import(actor=self.actor, import_id=at.pk)
        at = run_import(actor=self.actor, import_id=at.pk, tell=self.tell)
        self._summary(at, "")
        return at

    def drop(self, at: Import) -> None:
        """Puts a list away that is not to come in after all."""
        with suppress(Refused):
            actions.drop_import(actor=self.actor, import_id=at.pk)

    def write_errors(self, at: Import, target: Path) -> None:
        """Writes the rows that need a look."""
        kept = at.options.get("error_file")
        with target.open("wb") as handle:
            if at.state == State.CHECKED and kept:
                with local_file(StoredFile.objects.get(pk=kept)) as local, local.open("rb") as errors:
                    shutil.copyfileobj(errors, handle)
            else:
                write_errors_of_import(handle, at)

    def _summary(self, at: Import, before: str) -> None:
        counts = [f"{at.counts[name]:,} {word}" for name, word in COUNTS.items() if at.counts.get(name)]
        self.say(f"{before}{', '.join(counts) or 'nothing'}")


def _with_meanings(columns: list[Column], meanings: Mapping[str, str]) -> list[Column]:
    known = {column.name for column in columns}
    if strange := set(meanings) - known:
        raise Refused(
            f"There is no column {', '.join(sorted(strange))}. The columns are: {', '.join(sorted(known))}."
        )
    return [Column(one.name, meanings.get(one.name, one.field), one.words) for one in columns]


def _keep(path: Path) -> StoredFile:
    """Keeps a file, or a folder as one zip file that is the same whenever its files are."""
    if not path.exists():
        raise UnreadableList("gone")
    if path.is_file():
        with path.open("rb") as handle:
            return keep_list(handle)
    with tempfile.TemporaryFile() as packed:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(one for one in path.rglob("*") if one.is_file()):
                entry = zipfile.ZipInfo(str(file.relative_to(path)))
                entry.compress_type = zipfile.ZIP_DEFLATED
                with file.open("rb") as source, archive.open(entry, "w") as target:
                    shutil.copyfileobj(source, target)
        return keep_list(packed)
