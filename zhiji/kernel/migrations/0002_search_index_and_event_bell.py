"""What Django can't say of itself: the search index, and PostgreSQL's bell that rings for each new event."""

from typing import Any

from django.db import migrations

from zhiji.kernel.live.tail import CHANNEL
from zhiji.kernel.search.schema import drop_index, make_index

BELL = f"""
CREATE FUNCTION kernel_event_bell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('{CHANNEL}', NEW.id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER kernel_event_bell AFTER INSERT ON kernel_eventrecord
    FOR EACH ROW EXECUTE FUNCTION kernel_event_bell();
"""


def hang_bell(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(BELL, params=None)


def take_bell(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER kernel_event_bell ON kernel_eventrecord; DROP FUNCTION kernel_event_bell();")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(hang_bell, take_bell),
    ]
