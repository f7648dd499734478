"""Compiles each catalogue (.po) beside itself (.mo), where it changed, without a gettext program."""

import sys
from pathlib import Path


def compile_messages(root: Path) -> int:
    """Compile every catalogue under `root` newer than its compiled form; tells how many there were."""
    stale = [po for po in sorted(root.rglob("*.po")) if is_stale(po)]
    for po in stale:
        # Reading polib takes longer than the whole check, so it waits until it is needed.
        import polib

        try:
            polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
        except OSError as fault:
            # A catalogue that is being written, or broken, stops the build with its name and line.
            raise SystemExit(f"cannot read the translations: {fault}") from fault
    return len(stale)


def is_stale(po: Path) -> bool:
    """Tell whether a catalogue was changed after it was compiled."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


if __name__ == "__main__":
    done = compile_messages(Path(__file__).parent.parent / "zhiji")
    if done:
        sys.stdout.write(f"compiled {done} catalogues of translations\n")
