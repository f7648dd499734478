"""Whether a process of this machine still lives."""

import os


def lives(pid: int) -> bool:
    """Tells whether a process with this number is there, whoever's it is."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
