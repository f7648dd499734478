"""Answers that several pages of customers give."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.queries import last_word
from zhiji.desk.customers.queries import customer_of_page
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Refused
from zhiji.ui.toasts import toast

MOST = 2**63


def found(actor: Actor, key: int) -> Customer:
    """Finds the customer of a page; who can't be seen is not there."""
    customer = customer_of_page(actor, key) if key < MOST else None
    if customer is None:
        raise Http404
    return customer


def there(record: Any) -> Any:
    """Returns a record that was looked for, else says that there is none."""
    if record is None:
        raise Http404
    return record


def changed(text: str, undo_url: str = "") -> HttpResponse:
    """Says that something was done, how to undo it, and lets the page look again."""
    response = trigger_client_event(HttpResponse(status=204), "customer-changed")
    return toast(response, text, undo_url)


def undo_of_words(before: Customer, after: Customer) -> str:
    """Returns the address that takes back what a person just said of a customer; "" if nothing changed."""
    said = last_word(after) if after.version != before.version else None
    return reverse("take_back_claims", args=[said.pk]) if said else ""


def undone(act: Callable[[], Any]) -> HttpResponse:
    """Undoes something; what can't be undone any more is said in a toast: no other place would show it."""
    try:
        act()
    except Refused as error:
        return toast(HttpResponse(status=204), str(error), level="warning")
    return toast(HttpResponse(status=204), _("Undone."), level="info")
