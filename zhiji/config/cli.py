"""The command `zhiji`: each word is one of the things that can be done with an installation."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from zhiji import __version__
from zhiji.config.env import BadSettings, Env, read_env

# word → (module with add_arguments() and run(), what it does)
COMMANDS = {
    "serve": ("zhiji.config.commands.serve", "run everything: web, worker and listeners, watched over"),
    "web": ("zhiji.config.commands.web", "run one web process"),
    "worker": ("zhiji.config.commands.worker", "run one worker"),
    "listen": ("zhiji.config.commands.listen", "run the mail listeners and mailbox polling"),
    "prepare": ("zhiji.config.commands.prepare", "bring the database up to date"),
    "demo": ("zhiji.config.commands.demo", "fill in the demo company"),
    "import": (
        "zhiji.config.commands.import_",
        "bring in a list of customers: CSV, XLSX, XLS, ODS, vCards, a folder or a zip of them",
    ),
    "match": ("zhiji.config.commands.match", "find customers who are one, over the whole base"),
    "bench": ("zhiji.config.commands.bench", "measure named paths beside their floor"),
    "backup": ("zhiji.config.commands.backup", "write database and files into one archive"),
    "restore": ("zhiji.config.commands.restore", "bring an archive back into an empty installation"),
    "doctor": ("zhiji.config.commands.doctor", "look for what is wrong with this installation"),
    "user": ("zhiji.config.commands.user", "add a member of staff or set a password"),
    "manage": ("zhiji.config.commands.manage", "Django's own commands, for developers"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; a wrong setting is told in plain sentences."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in {"-h", "--help", "help"}:
        _show_help()
        return 0
    if words[0] in {"-V", "--version"}:
        sys.stdout.write(f"zhiji {__version__}\n")
        return 0
    if words[0] not in COMMANDS:
        sys.stderr.write(f"zhiji has no command “{words[0]}”. `zhiji help` lists them.\n")
        return 2
    command = import_module(COMMANDS[words[0]][0])
    parser = argparse.ArgumentParser(prog=f"zhiji {words[0]}", description=COMMANDS[words[0]][1])
    command.add_arguments(parser)
    options = parser.parse_args(words[1:])
    try:
        return int(command.run(options, read_env(os.environ)) or 0)
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def _show_help() -> None:
    lines = [f"  {word:<10}{about}" for word, (_, about) in COMMANDS.items()]
    sys.stdout.write("zhiji COMMAND [--help]\n\n" + "\n".join(lines) + "\n")


def set_up_django() -> None:
    """Loads Django with our settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiji.config.settings")
    import django

    django.setup()


__all__ = ["COMMANDS", "Env", "main", "set_up_django"]
