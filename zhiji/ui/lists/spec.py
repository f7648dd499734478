"""What a list is made of. A feature describes its list once; everything else is the same for all lists."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.db.models import QuerySet

from zhiji.kernel.access.actor import Actor

Choices = Callable[[Actor], Iterable[tuple[str, Any]]]


@dataclass(frozen=True)
class Column:
    """One column: value(obj) or a template with `object` gives the cell, sort names the field to order by.

    width is xs, s, m, l or grow; end sets numbers to the right; the first column of a list is its title.
    phone says whether the value is shown on a narrow screen.
    """

    key: str
    label: Any
    value: Callable[[Any], Any] | None = None
    template: str = ""
    sort: str = ""
    width: str = "m"
    default: bool = True
    end: bool = False
    phone: bool = True


@dataclass(frozen=True)
class Filter:
    """One filter; quick ones stand beside the search field.

    apply(queryset, value) gets a str for choice and text, a bool for bool, an id or None (nobody) for user
    and team, and a pair of dates or numbers, each of which may be None, for date_range and number_range. begins is a
    text that stands in the menu of filters.
    """

    key: str
    label: Any
    kind: str
    apply: Callable[[QuerySet[Any], Any], QuerySet[Any]]
    choices: Choices | None = None
    quick: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a bulk action says when it is done, and how to take it back."""

    text: str
    undo_url: str = ""
    level: str = "success"


@dataclass(frozen=True)
class BulkAction:
    """An act on many rows: run(actor, ids, data) returns how many changed, or an Outcome with its own words.

    form asks for more before it runs; data is its cleaned data. form_for makes the form for one actor, or None where
    there is nothing they could do. confirm is a question asked first.
    """

    slug: str
    label: Any
    right: str
    run: Callable[[Actor, list[int], Mapping[str, Any]], "int | Outcome"]
    form: type[forms.Form] | None = None
    form_for: Callable[[Actor], type[forms.Form] | None] | None = None
    icon: str = ""
    confirm: Any = ""
    danger: bool = False


@dataclass(frozen=True)
class BoardColumn:
    """One column of a board; tone is "", good, warn, bad, info or accent."""

    key: str
    label: Any
    tone: str = ""


@dataclass(frozen=True)
class Board:
    """The list as a board: field holds the column's key, move(actor, id, key) moves a card.

    What move returns is said in a toast, with Undo where the Outcome has its address.
    """

    field: str
    columns: Callable[[Actor], list[BoardColumn]]
    move: Callable[[Actor, int, str], "Outcome | None"] | None = None
    right: str = ""
    card: str = "ui/lists/card.html"
    limit: int = 50


@dataclass(frozen=True)
class Preset:
    """A view that comes with the list, for everyone, such as "Mine"; filters are as in its address."""

    slug: str
    label: Any
    filters: Mapping[str, str]
    sort: str = ""


@dataclass(frozen=True)
class ListSpec:
    """A list: queryset(actor) holds what the actor may see, row_url(obj) leads to the record.

    sort is the first order ("-created_at"); the primary key settles ties. topics make open pages refresh.
    new_url(actor) returns the address of the page that makes a new one, or "". own names the kind of record whose
    fields of one's own the list can show. tabs is the template with the tabs of the section in which the list stands.
    """

    slug: str
    label: Any
    right: str
    url_name: str
    queryset: Callable[[Actor], QuerySet[Any]]
    columns: tuple[Column, ...]
    row_url: Callable[[Any], str]
    filters: tuple[Filter, ...] = ()
    sort: str = "-pk"
    bulk: tuple[BulkAction, ...] = ()
    board: Board | None = None
    presets: tuple[Preset, ...] = ()
    preview: str = ""
    preview_context: Callable[[Actor, Any], dict[str, Any]] | None = None
    new_url: Callable[[Actor], str] | None = None
    new_label: Any = ""
    empty: Any = ""
    icon: str = "list"
    topics: tuple[str, ...] = ()
    module: str = ""
    page_size: int = 50
    title: Callable[[Any], str] = str
    own: str = ""
    tabs: str = ""

    def column(self, key: str) -> Column | None:
        """Finds a column by its key."""
        return next((column for column in self.columns if column.key == key), None)

    def bulk_for(self, actor: Actor) -> list[BulkAction]:
        """Lists the bulk actions that the actor has a right to."""
        mine = [act for act in self.bulk if actor.may(act.right)]
        made = [replace(act, form=act.form_for(actor)) if act.form_for else act for act in mine]
        return [act for act in made if act.form or not act.form_for]
