"""Put the firm itself into the database: teams, staff with their roles, the lines customers reach us on."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from zhiji.channels.lines.actions import save_line
from zhiji.channels.lines.models import Line
from zhiji.channels.web.actions import save_web_form
from zhiji.channels.web.models import WebForm
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
_ASKED = ("name", "organisation", "mail", "phone", "message", "consent")


@dataclass(frozen=True, slots=True)
class Firm:
    """Keys in the database of the firm's people, teams and lines, by their names in the demo."""

    users: dict[str, int]
    user_teams: dict[str, int]
    teams: dict[str, int]
    lines: dict[str, int]


def staff_the_firm(actor: Actor) -> Firm:
    """Add the teams, staff and lines that are not there yet, and return where to find them."""
    teams = _teams(actor)
    users = _users(actor, teams)
    lines = _lines(actor, teams)
    _web_forms(actor, lines)
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


def _lines(actor: Actor, teams: dict[str, int]) -> dict[str, int]:
    keys: dict[str, int] = {}
    for line in company.LINES:
        known = Line.objects.filter(channel="mail", address=line.mail).first()
        values = {
            "name": line.name_zh,
            "channel": "mail",
            "address": line.mail,
            "brand": line.brand,
            "purpose": line.purpose,
            "team_id": teams[line.team],
        }
        keys[line.key] = (known or save_line(actor=actor, values=values)).pk
    return keys


def _web_forms(actor: Actor, lines: dict[str, int]) -> None:
    """The forms on the brands' web sites; what is sent by them is answered from the brand's mail line."""
    for form in company.WEB_FORMS:
        if WebForm.objects.filter(slug=form.slug).exists():
            continue
        values = {
            "slug": form.slug,
            "name": form.title_zh,
            "line_id": lines[form.line],
            "title_zh": form.title_zh,
            "title_en": form.title_en,
            "thanks_zh": "已收到您的留言，我们会在一个工作日内回复。",
            "thanks_en": "Thank you, we will answer within one working day.",
            "fields": [{"name": name, "required": name in ("mail", "message")} for name in _ASKED],
            "origins": [f"https://www.{company.LINES_BY_KEY[form.line].mail.partition('@')[2]}"],
        }
        save_web_form(actor=actor, values=values)
