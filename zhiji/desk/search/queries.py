from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.numbering.rules import human_number, parse_number
from zhiji.kernel.search.audience import kinds_for
from zhiji.kernel.search.queries import Hit, search
from zhiji.kernel.search.registry import KINDS
from zhiji.ui.palette import Command, matching, open_to

ALL_KINDS = 40
ONE_KIND = 100
IN_PALETTE = 12
COMMANDS = 6
COMMANDS_AT_FIRST = 30


@dataclass(frozen=True)
class Found:
    """One hit as it is shown: label has what was typed marked, hint says by what it was found."""

    url: str
    icon: str
    label: Any
    subtitle: str
    hint: str
    kind_label: Any


def results_for(actor: Actor, text: str, kind: str = "") -> dict[str, Any]:
    """Finds what was typed, for the page of all findings; kind narrows to one kind of thing."""
    kinds = sorted(kinds_for(actor, None), key=lambda known: known.slug != "customer")
    kind = kind if kind in {known.slug for known in kinds} else ""
    result = search(actor, text, kinds=[kind] if kind else None, limit=ONE_KIND if kind else ALL_KINDS)
    return {
        "text": text,
        "kind": kind,
        "kinds": kinds,
        "found": [shown(hit, text) for hit in result.hits],
        "more": result.more,
    }


def shown(hit: Hit, text: str) -> Found:
    """Makes a hit ready to be shown."""
    kind = KINDS[hit.kind]
    own = hit.matched and hit.matched.casefold() not in hit.title.casefold()
    hint = hit.matched if own else ""
    return Found(kind.url(hit.object_id), kind.icon, marked(hit.title, text), hit.subtitle, hint, kind.label)


def marked(title: str, text: str) -> Any:
    """Marks in a title what was typed, if it stands there as typed."""
    typed = text.strip()
    start = title.casefold().find(typed.casefold()) if typed else -1
    if start < 0:
        return title
    end = start + len(typed)
    return format_html("{}<mark>{}</mark>{}", title[:start], title[start:end], title[end:])


def exact_url(actor: Actor, text: str) -> str:
    """Returns the page of the one thing that a scan or a number means, or "" when it is not sure."""
    hits = search(actor, text, limit=5).hits
    wanted = _plain(text)
    exact = [hit for hit in hits if wanted and wanted in {_plain(hit.matched), _number(hit)}]
    meant = exact if len(exact) == 1 else hits if len(hits) == 1 else ()
    return next((KINDS[hit.kind].url(hit.object_id) for hit in meant), "")


def _plain(text: str) -> str:
    parsed = parse_number(text)
    return human_number(*parsed) if parsed else text.strip().casefold()


def _number(hit: Hit) -> str:
    return _plain(hit.matched) if parse_number(hit.matched) else ""


def palette_groups(actor: Actor, text: str) -> list[dict[str, Any]]:
    """Gathers what the palette offers: hits by kind and commands, those that answer best first."""
    if not text.strip():
        return [_group(_("Pages and actions"), (_command(one) for one in open_to(actor)[:COMMANDS_AT_FIRST]))]
    hits = search(actor, text, limit=IN_PALETTE).hits
    commands = [_command(one) for one in matching(actor, text)[:COMMANDS]]
    slugs = list(dict.fromkeys(hit.kind for hit in hits))
    groups = [
        _group(KINDS[slug].label, (_hit(one, text) for one in hits if one.kind == slug)) for slug in slugs
    ]
    actions = _group(_("Pages and actions"), commands)
    # Who types “new per” means the action; who types a name means the customer.
    ordered = [actions, *groups] if commands and not _is_sure(hits, text) else [*groups, actions]
    return [*(group for group in ordered if group["items_list"]), _everything(text)]


def _is_sure(hits: Iterable[Hit], text: str) -> bool:
    typed = text.strip().casefold()
    return any(hit.title.casefold().startswith(typed) or hit.matched.casefold() == typed for hit in hits)


def _group(label: Any, items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"label": label, "items_list": list(items)}


def _command(command: Command) -> dict[str, Any]:
    return {"url": command.address, "label": command.label, "icon": command.icon, "keys": command.keys}


def _hit(hit: Hit, text: str) -> dict[str, Any]:
    one = shown(hit, text)
    hint = " · ".join(part for part in (one.subtitle, one.hint) if part)
    return {"url": one.url, "label": one.label, "icon": one.icon, "hint": hint}


def _everything(text: str) -> dict[str, Any]:
    item = {
        "url": f"{reverse('search')}?{urlencode({'q': text})}",
        "label": _("All that is found for “%(text)s”") % {"text": text},
        "icon": "list-details",
    }
    return _group(_("Search"), [item])
