"""Put the firm itself into the database: teams, staff with their roles, the lines customers reach us on."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from zhiji.channels.lines.actions import save_line
from zhiji.channels.lines.models import Line
from zhiji.demo import company
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_team, add_user
from zhiji.kernel.users.models import Team, User

# The demo's words for roles → the roles that Zhiji brings.
ROLES = {
    "administrator": "admin",
    "sales_manager": "manager",
    "service_manager": "manager",
    "salesperson": "sales",
    "service_agent": "service",
    "viewer": "viewer",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """Keys in the database of the firm's people, teams and lines, by their names in the demo."""

    users: dict[str, int]
    user_teams: dict[str, int]
    teams: dict[str, int]
    lines: dict[tuple[str, str], int]


def staff_the_firm(actor: Actor) -> Firm:
    """Add the teams, staff and lines that are not there yet, and return where to find them."""
    teams = _teams(actor)
    users = _users(actor, teams)
    lines = _lines(actor, teams)
    user_teams = {person.key: teams[person.team] for person in company.STAFF}
    return Firm(users, user_teams, teams, lines)


def _teams(actor: Actor) -> dict[str, int]:
    keys: dict[str, int] = {}
    for team in company.TEAMS:
        parent = keys.get(team.parent or "")
        known = Team.objects.filter(name=team.name_zh, parent_id=parent).first()
        made = known or add_team(actor=actor, name=team.name_zh, parent_id=parent)
        keys[team.key] = made.pk
    return keys


def _users(actor: Actor, teams: dict[str, int]) -> dict[str, int]:
    known = dict(User.objects.filter(email__endswith=f"@{company.DOMAIN}").values_list("email", "pk"))
    new = [person for person in company.STAFF if person.mail not in known]
    for person in new:
        user = add_user(
            actor=actor,
            email=person.mail,
            name=person.name,
            team_id=teams[person.team],
            roles=[ROLES[person.role]],
            title=person.title_en if person.language == "en" else person.title_zh,
        )
        known[person.mail] = user.pk
    if new:
        # One hash for all: making it anew for each of them would take seconds.
        User.objects.filter(email__in=[person.mail for person in new]).update(
            password=make_password(company.PASSWORD)
        )
    return {person.key: known[person.mail] for person in company.STAFF}


def _lines(actor: Actor, teams: dict[str, int]) -> dict[tuple[str, str], int]:
    keys: dict[tuple[str, str], int] = {}
    for line in company.LINES:
        for channel, address in (
            ("mail", line.mail),
            ("web", f"{line.mail.partition('@')[2]}/{line.purpose}"),
        ):
            known = Line.objects.filter(channel=channel, address=address).first()
            values = {
                "name": line.name_zh if channel == "mail" else f"{line.name_zh}（网站）",
                "channel": channel,
                "address": address,
                "brand": line.brand,
                "purpose": line.purpose,
                "team_id": teams[line.team],
            }
            keys[line.key, channel] = (known or save_line(actor=actor, values=values)).pk
    return keys
