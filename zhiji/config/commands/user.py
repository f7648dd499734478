import argparse
import getpass
import sys

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("email", help="the mail address they sign in with")
    parser.add_argument("--name", default="", help="their name")
    parser.add_argument(
        "--role", action="append", default=[], help="admin, manager, sales, service or viewer"
    )
    parser.add_argument("--team", default="", help="name of their team, made if new")


def run(options: argparse.Namespace, env: Env) -> int:
    """Adds a member of staff, or sets the password of one who exists."""
    set_up_django()
    from zhiji.kernel.access.actor import Actor
    from zhiji.kernel.users.actions import add_team, add_user, set_password
    from zhiji.kernel.users.models import Team, User

    actor = Actor.machine("command line")
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    if user := User.objects.filter(email=options.email.lower()).first():
        set_password(actor=actor, user_id=user.pk, password=password)
        return 0
    team = None
    if options.team:
        team = Team.objects.filter(name=options.team).first() or add_team(actor=actor, name=options.team)
    add_user(
        actor=actor,
        email=options.email,
        name=options.name or options.email,
        password=password,
        team_id=team.pk if team else None,
        roles=options.role or ["viewer"],
    )
    return 0
