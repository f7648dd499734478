"""Rows of a list that would bring back somebody whose data were erased on their own request."""

from collections.abc import Callable, Collection, Sequence

from zhiji.customers.sources.rows import Party, Row, compact

# By these one person is told from another. A fixed line or an address is one's own only where nothing else is said.
OWN = frozenset({"mobile", "mail", "wechat"})
SHARED = frozenset({"phone", "fax"})

Point = tuple[str, str]
_asked: list[Callable[[Collection[Point]], set[Point]]] = []


def ask_who_was_erased(among: Callable[[Collection[Point]], set[Point]]) -> None:
    """Enters who tells which of many (kind, normal value) belong to somebody who was erased."""
    _asked[:] = [among]


def rows_of_erased(rows: Sequence[Row]) -> frozenset[int]:
    """Returns the numbers of those rows that name a person by an address or a number of somebody who was erased.

    One question for all rows where nobody was ever erased, a few where somebody was.
    """
    told = {
        row.number: points
        for row in rows
        if row.main and row.main.kind == "person" and (points := _told_by(row.main))
    }
    named = {point for points in told.values() for point in points}
    gone = {point for among in _asked for point in among(named)} if named else set()
    return frozenset(number for number, points in told.items() if not gone.isdisjoint(points))


def bare(row: Row) -> Row:
    """Returns a row as it is noted when its person was erased: that it stood in the list, and nothing that it says."""
    fault = {"field": "", "code": "erased", "typed": ""}
    return row._replace(
        external_id="", raw="[]", main=None, organisation=None, permission="", faults=compact([fault])
    )


def _told_by(party: Party) -> list[Point]:
    own = [(way.kind, way.value) for way in party.ways if way.kind in OWN]
    return own or [(way.kind, way.value) for way in party.ways if way.kind in SHARED]
