from collections.abc import Mapping
from typing import Any

from zhiji.channels.lines.models import Line
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.sealing import seal

SECRETS = {"imap_secret", "smtp_secret"}


@action
def save_line(*, actor: Actor, line_id: int | None = None, values: Mapping[str, Any]) -> Line:
    """Adds a line or changes one; passwords among the values are sealed and never told again."""
    actor.require("setup.change")
    line = Line.objects.select_for_update().get(pk=line_id) if line_id else Line()
    for key, value in values.items():
        setattr(line, key, seal(value) if key in SECRETS else value)
    line.address = line.address.strip().lower()
    line.save()
    record(
        actor, "save_line", line, after={key: value for key, value in values.items() if key not in SECRETS}
    )
    return line
