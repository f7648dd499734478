"""Putting things into the index and taking them out.

Called inside the action that changed the thing. These keep no audit line of their own: the index repeats
what that action has recorded.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from django.db import transaction

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.search.bulk import index_made_afterwards, write_many
from zhiji.kernel.search.models import SearchEntry, SearchWord
from zhiji.kernel.search.spelling import deletions
from zhiji.kernel.search.store import write
from zhiji.kernel.search.tokens import SearchDocument, spellable_words

_MOST_KNOWN = 50_000
_known_words: set[str] = set()  # words this process has seen committed: most names bring no new one


@action
def index_object(
    *,
    actor: Actor,
    kind: str,
    object_id: int,
    title: str,
    subtitle: str = "",
    words: Iterable[str] = (),
    phones: Iterable[str] = (),
    mails: Iterable[str] = (),
    numbers: Iterable[str] = (),
    owner_id: int | None = None,
    team_id: int | None = None,
    boost: int = 0,
) -> None:
    """Makes a thing findable by its title and everything else it is known by, in place of what was.

    subtitle is shown, not searched; phones are best given in E.164; a higher boost comes first among equals.
    """
    document = SearchDocument(
        kind=kind,
        object_id=object_id,
        title=title,
        subtitle=subtitle,
        words=tuple(words),
        phones=tuple(phones),
        mails=tuple(mails),
        numbers=tuple(numbers),
        owner_id=owner_id,
        team_id=team_id,
        boost=boost,
    )
    write(document)
    _learn_words(spellable_words([title, *document.words]))


@action
def unindex_object(*, actor: Actor, kind: str, object_id: int) -> None:
    """Makes a thing no longer findable; it does not matter whether it was."""
    SearchEntry.objects.filter(kind=kind, object_id=object_id)._raw_delete("default")


def bulk_index(*, actor: Actor, entries: Iterable[SearchDocument], batch: int = 20_000) -> int:
    """Makes many things findable, as an import or a rebuild does, and returns how many.

    It streams: at most `batch` entries are held at a time, and each batch is one transaction.
    """
    rest, count = iter(entries), 0
    with index_made_afterwards():
        while documents := list(islice(rest, batch)):
            # No savepoint where a caller has begun: SQLite's full-text index is four times slower within one.
            with transaction.atomic(savepoint=False):
                write_many(documents)
                _learn_words(set().union(*(spellable_words([d.title, *d.words]) for d in documents)))
            count += len(documents)
    return count


def _learn_words(words: set[str]) -> None:
    """Keeps new Latin words with their variants, so that they are found with a letter wrong."""
    fresh = words - _known_words
    if not fresh:
        return
    for part in _parts(sorted(fresh), 500):
        held = set(SearchWord.objects.filter(variant__in=part).values_list("variant", "word"))
        rows = [
            SearchWord(variant=variant, word=word)
            for word in part
            if (word, word) not in held
            for variant in sorted(deletions(word))
        ]
        SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
    transaction.on_commit(partial(_remember, fresh))


def _remember(words: set[str]) -> None:
    if len(_known_words) > _MOST_KNOWN:
        _known_words.clear()
    _known_words.update(words)


def _parts(words: list[str], size: int) -> Iterator[list[str]]:
    for at in range(0, len(words), size):
        yield words[at : at + size]
