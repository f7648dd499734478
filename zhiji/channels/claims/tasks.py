"""Notes what senders say of themselves below their mails and in web forms; beside all other work, never within it."""

import logging
import time
from collections.abc import Collection
from typing import Any

from django.db import OperationalError
from django.utils import timezone

from zhiji.channels.claims.actions import move_claim_mark
from zhiji.channels.claims.cards import LARGEST, is_card, read_cards
from zhiji.channels.claims.queries import (
    newest_event,
    noted_signatures,
    our_house,
    senders_of,
    turn_after,
    words_of_form,
)
from zhiji.channels.claims.rules import House, Sender, Told, claims_of_form, claims_of_signature
from zhiji.channels.conversations.models import Message
from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.actions import note_claims
from zhiji.customers.sources.refreshing import lock_customers
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import one_act
from zhiji.kernel.errors import Refused
from zhiji.kernel.files.queries import read_file
from zhiji.lib.signatures import Signature, read_signature

log = logging.getLogger("zhiji.claims")

EVENTS_A_TURN = 2000
MESSAGES_A_TURN = 40
TURN_SECONDS = 0.15
LONGEST_SIGNATURE = 8000


def read_claims() -> int:
    """Reads the signatures of some new mails and the fields of new web forms, and returns how many were read.

    What a message tells is noted once: a kill in between only has it said again, which changes nothing.
    """
    turn = turn_after(timezone.now(), EVENTS_A_TURN, MESSAGES_A_TURN)
    if turn is None:
        move_claim_mark(actor=Actor.machine("claims"), last_event=newest_event())
        return 0
    until, count, done = time.monotonic() + TURN_SECONDS, 0, 0
    messages = [message for _event, message in turn.messages]
    if messages:
        house, senders = our_house(), senders_of(messages)
        noted = noted_signatures({message.customer_id for message in messages})
    for event, message in turn.messages:
        if count and time.monotonic() > until:
            break
        _read(message, senders[message.pk], house, noted)
        done, count = event, count + 1
    if turn.is_news:
        done = done if count < len(messages) else turn.seen_to
        move_claim_mark(actor=Actor.machine("claims"), last_event=done)
    return count


def _read(
    message: Message, sender: Sender, house: House, noted: Collection[tuple[int, tuple[str, ...]]]
) -> None:
    """Notes what one message tells; one that can't be noted is left, for the others wait behind it."""
    try:
        if not message.customer.is_person:
            return
        if message.channel == "web":
            fields = {key: str(value) for key, value in words_of_form(message).items()}
            _note(message, claims_of_form(fields, sender, house), {"fields": sorted(fields)})
            return
        for signature in _signatures(message, house):
            if signature.lines and (message.customer_id, signature.lines) in noted:
                continue
            raw = {"signature": list(signature.lines)} if signature.lines else {"card": signature.values}
            _note(message, claims_of_signature(signature, sender, house), raw)
    except OperationalError:
        raise  # the database is away: the lane waits and tries again
    except (Refused, Customer.DoesNotExist) as error:
        log.info("What message %s tells was not noted: %s", message.pk, error)
    except Exception:
        log.exception("What message %s tells could not be noted", message.pk)


def _signatures(message: Message, house: House) -> list[Signature]:
    signed = int(message.data.get("signed", 0) or 0)
    below = message.quoted[: min(signed, LONGEST_SIGNATURE)]
    found = read_signature(message.text, below, ours=house.lines)
    cards = [
        card
        for file in message.attachments.all()
        if is_card(file.name, file.media_type) and file.file.size <= LARGEST
        for card in read_cards(read_file(file.file))
    ]
    return [found, *cards] if found else cards


def _note(message: Message, told: Told | None, raw: dict[str, Any]) -> None:
    """Notes what a message tells of a person and of their organisation: both or neither."""
    if told is None:
        return
    source, noted = message.channel, list[tuple[int, dict[str, Any], dict[str, Any]]]()
    if told.person:
        noted.append((message.customer_id, told.person, {"message": message.pk, **raw}))
    if told.organisation_id and told.organisation:
        # Who signed, and with which mobile number, stays with the person: it is erased with them, and theirs to see.
        noted.append((told.organisation_id, told.organisation, {"message": message.pk}))
    with one_act():
        lock_customers([key for key, _values, _raw in noted])  # in one order, as all who lock several
        for key, values, said in noted:
            note_claims(actor=Actor.machine(source), source=source, customer_id=key, values=values, raw=said)
