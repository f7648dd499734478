"""What is compared, field by field, and in which grades: best grade first, the last is "differs".

The starting weights only tell EM where to begin and serve bases too small to learn from. `certain_key` says that two
records of this grade always share a blocking key, so that all such pairs are among the candidates.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from zhiji.customers.identity.matching.levels import Statement, meet


@dataclass(frozen=True)
class Grade:
    """One degree of agreement: its code, when it holds, how often among matches and among others (start values)."""

    code: str
    when: Statement | None
    matches: float
    others: float
    frequency: str | None = None  # the column whose term frequency moves the weight
    # Something of one's own: without any such agreement nobody is merged by itself. Where only some of what reaches
    # the grade is, a statement says which.
    own: bool | Statement = False
    doubt: str | None = None  # the spread (holders.py) that tells how often it is somebody else all the same


@dataclass(frozen=True)
class Comparison:
    """One field's grades. `lacking` is when the field can't be compared, which weighs nothing."""

    field: str
    shown: tuple[str, ...]  # columns that a person is shown as the two values
    lacking: Statement
    grades: tuple[Grade, ...]
    absent: Statement | None = None  # when a record lacks the field, where `lacking` says more than that
    among_candidates: bool = (
        False  # comparable only where something else agrees: counted among the candidates
    )

    def grade_of(self, left: object, right: object) -> int:
        """Tells which grade two records reach: its place in `grades`, or -1 where the field is lacking."""
        if self.lacking.holds(left, right):
            return -1
        for place, grade in enumerate(self.grades):
            if grade.when is None or grade.when.holds(left, right):
                return place
        raise ValueError(f"The last grade of {self.field} must hold for everything.")


def owned(comparisons: Sequence[Comparison]) -> list[Statement]:
    """Lists what says that two have in common what is one's own: a number, a house, a firm's name, an identity."""
    grades = [(grade.when, grade.own) for one in comparisons for grade in one.grades]
    owned = [own if isinstance(own, Statement) else when for when, own in grades if own]
    return [*(one for one in owned if one), meet("tax"), meet("identities")]
