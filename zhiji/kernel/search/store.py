"""The index in the words of each database: writing entries, and asking for the newest with given tokens."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from zhiji.kernel.search.asking import Group
from zhiji.kernel.search.ranking import Candidate
from zhiji.kernel.search.schema import BLOCK_BITS
from zhiji.kernel.search.tokens import SearchDocument, audience_tokens, document_tokens, phone_digits

Clause = tuple[tuple[Group, ...], ...]  # ways, of which one must hold; each way is groups that all must hold

_FIELDS = "kind, object_id, title, subtitle, details, owner_id, team_id, boost"
_SHOWN = "e.id, e.kind, e.object_id, e.title, e.subtitle, e.boost, e.details"
_SET = ", ".join(f"{name} = excluded.{name}" for name in ("id", *_FIELDS.split(", ")[2:], "tokens"))
_ONCE = f" ON CONFLICT (kind, object_id) DO UPDATE SET {_SET}"
_VALUES = ", ".join(["%s"] * 8)

WRITE_SQLITE = (
    f"INSERT INTO kernel_searchentry (id, {_FIELDS}, tokens)"
    f" VALUES ((SELECT coalesce(max(id), 0) + 1 FROM kernel_searchentry), {_VALUES}, %s){_ONCE}"
)
WRITE_POSTGRESQL = (
    f"INSERT INTO kernel_searchentry (id, {_FIELDS}, tokens)"
    f" SELECT n.id, {_VALUES}, array_to_tsvector(%s::text[] || ('~' || (n.id >> {BLOCK_BITS})))"
    f" FROM (SELECT nextval(pg_get_serial_sequence('kernel_searchentry', 'id')) AS id) n{_ONCE}"
)


READ_POSTGRESQL = (
    f"SELECT f.branch, {_SHOWN} FROM kernel_search(%s, %s, %s) f JOIN kernel_searchentry e ON e.id = f.id"
    " ORDER BY f.branch, f.id DESC"
)
READ_SQLITE = (
    f"SELECT * FROM (SELECT {{step}}, {_SHOWN} FROM kernel_searchindex CROSS JOIN kernel_searchentry e"
    " ON e.id = kernel_searchindex.rowid WHERE kernel_searchindex MATCH %s"
    " ORDER BY kernel_searchindex.rowid DESC LIMIT %s)"
)


def is_postgresql() -> bool:
    """Tells which of the two databases is at hand."""
    return connection.vendor == "postgresql"


def clean(text: str) -> str:
    """Takes out what no database keeps: NUL and halves of characters."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")


def _line(text: str) -> str:
    """Makes one line of a text: the kept texts stand one a line."""
    return " ".join(text.split())


def row_of(document: SearchDocument) -> tuple[tuple[Any, ...], list[str]]:
    """Returns the columns of a document in the order of the statements here, and its tokens."""
    lines = ["w" + _line(word) for word in document.words]
    lines += [f"p{phone_digits(phone)}\t{_line(phone)}" for phone in document.phones if phone.strip()]
    lines += ["m" + _line(mail) for mail in document.mails]
    lines += ["n" + _line(number) for number in document.numbers]
    columns = (
        document.kind,
        document.object_id,
        clean(document.title),
        clean(document.subtitle),
        clean("\n".join(lines)),
        document.owner_id,
        document.team_id,
        document.boost,
    )
    return columns, document_tokens(document) + audience_tokens(document)


def write(document: SearchDocument) -> None:
    """Puts one document into the index in place of what was known of it, as the newest."""
    columns, tokens = row_of(document)
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(WRITE_POSTGRESQL, [*columns, tokens])
        else:
            cursor.execute(WRITE_SQLITE, [*columns, " ".join(tokens)])


def newest(
    questions: Sequence[Sequence[Clause]],
    allowed: Group | None,
    most: int,
    corrections: Mapping[str, frozenset[str]] | None = None,
) -> list[Candidate]:
    """Returns the newest documents for each of several questions in turn, at most `most` for each.

    A question is a list of clauses that all must hold; of the tokens in allowed a document must have one (None:
    every document may be seen). It stops after the first question that fills the measure.
    """
    if not questions:
        return []
    with connection.cursor() as cursor:
        if is_postgresql():
            asked = [_expression(question, "&", "|", "'") for question in questions]
            seen = None if allowed is None else _expression([((allowed,),)], "&", "|", "'")
            cursor.execute(READ_POSTGRESQL, [asked, seen, most])
        else:
            arms = [READ_SQLITE.format(step=step) for step in range(len(questions))]
            who: list[Clause] = [] if allowed is None else [((allowed,),)]
            texts = (_expression([*question, *who], "AND", "OR", '"') for question in questions)
            cursor.execute(" UNION ALL ".join(arms), [x for text in texts for x in (text, most)])
        return _until_full(cursor, most, corrections or {})


def _until_full(
    rows: Iterable[tuple[Any, ...]], most: int, corrections: Mapping[str, frozenset[str]]
) -> list[Candidate]:
    """Takes rows until one question has filled the measure; SQLite does not work out those that are not taken."""
    found: list[Candidate] = []
    counts: Counter[int] = Counter()
    for step, *row in rows:
        candidate = Candidate(*row)
        candidate.corrections = corrections
        found.append(candidate)
        counts[step] += 1
        if counts[step] >= most:
            break
    return found


def _expression(question: Sequence[Clause], both: str, either: str, quote: str) -> str:
    """Writes a question in the query language of the database; tokens hold nothing that needs escaping."""

    def any_of(parts: Iterable[str]) -> str:
        return "(" + f" {either} ".join(dict.fromkeys(parts)) + ")"

    def all_of(parts: Iterable[str]) -> str:
        return "(" + f" {both} ".join(dict.fromkeys(parts)) + ")"

    return all_of(
        any_of(all_of(any_of(f"{quote}{token}{quote}" for token in group) for group in way) for way in clause)
        for clause in question
    )
