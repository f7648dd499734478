"""Which two customers belong together without being one: branches, departments, households, assistants.

Each sign weighs some bits, as in matching: 1 bit doubles the odds. The weights are set by hand: such relations are too
rare in most bases to learn from, and a person always answers.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from zhiji.lib.org_parts import OrgName

PROPOSE_FROM = 10.0  # bits: a thousand to one
_DEPARTMENTS = ("部", "科", "系", "室", "组", "中心", "department", "dept", "division", "team", "abteilung")
_GROUPS = ("集团", "总公司", "控股", "group", "holding")
_ASSISTS = ("助理", "秘书", "assistant", "secretary", "sekretär", "office of")


@dataclass(frozen=True)
class Party:
    """One customer as far as relations go; places are postal addresses in normal form."""

    customer_id: int
    is_person: bool
    name: str
    organisation: OrgName | None = None
    family_name: str = ""
    given_name: str = ""
    titles: tuple[str, ...] = ()
    works_for: frozenset[int] = frozenset()
    parent_id: int | None = None
    domains: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    mobiles: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sign:
    """One thing that speaks for a relation, with both values and its weight in bits."""

    field: str
    grade: str
    left: str
    right: str
    weight: float


@dataclass(frozen=True)
class Proposed:
    """A relation that may hold; above_id stands above, or is assisted, and is None where neither does."""

    kind: str
    above_id: int | None
    signs: tuple[Sign, ...] = field(default=())

    @property
    def weight(self) -> float:
        """How much speaks for it, in bits."""
        return sum(sign.weight for sign in self.signs)


def propose(left: Party, right: Party) -> Proposed | None:
    """Proposes how two customers belong together, or None where too little speaks for any relation."""
    if left.is_person != right.is_person:
        return None
    makers: tuple[Callable[[Party, Party], Proposed | None], ...] = (
        (assistant, household) if left.is_person else (branch,)
    )
    found = [one for make in makers if (one := make(left, right)) and one.weight >= PROPOSE_FROM]
    return max(found, key=lambda one: one.weight, default=None)


def branch(left: Party, right: Party) -> Proposed | None:
    """Two organisations of one brand of which one is a branch, an office or a department of the other.

    The one whose name carries a branch word, or else a place, stands below. Two branches of one head stand side by
    side: nothing is proposed.
    """
    one, other = left.organisation, right.organisation
    if one is None or other is None or not one.brand or one.brand != other.brand:
        return None
    if left.parent_id == right.customer_id or right.parent_id == left.customer_id:
        return None
    signs = [_brand(left, right, one, other)]
    if bool(one.branch) != bool(other.branch):
        below, word = (left, one.branch) if one.branch else (right, other.branch)
        kind = "department" if word.lower().endswith(_DEPARTMENTS) else "branch"
        signs.append(Sign("branch", kind, one.branch, other.branch, 6.0))
    elif one.branch:
        return None
    elif _is_group(left) != _is_group(right):
        below, kind = (right if _is_group(left) else left), "branch"
        signs.append(Sign("group", "group", left.name, right.name, 5.0))
    elif one.place_code != other.place_code:
        below = _local(left, right, one, other)
        kind = "branch"
        signs.append(Sign("place", "differs", one.place, other.place, 1.0))
    else:
        return None
    above = right if below is left else left
    return Proposed(kind, above.customer_id, (*signs, *_same_house(left, right)))


def _brand(left: Party, right: Party, one: OrgName, other: OrgName) -> Sign:
    if one.core == other.core:
        return Sign("name", "same_core", left.name, right.name, 7.0)
    return Sign("name", "same_brand", left.name, right.name, 3.0)


def _is_group(party: Party) -> bool:
    return any(word in party.name.lower() for word in _GROUPS)


def _local(left: Party, right: Party, one: OrgName, other: OrgName) -> Party:
    """Tells which of two firms of one brand at different places stands below: the one that names its place."""
    if bool(one.place_code) != bool(other.place_code):
        return left if one.place_code else right
    return max(left, right, key=lambda party: party.customer_id)


def _same_house(left: Party, right: Party) -> list[Sign]:
    signs = []
    if shared := left.domains & right.domains:
        signs.append(Sign("domain", "same", min(shared), min(shared), 6.0))
    elif left.domains and right.domains:
        signs.append(Sign("domain", "differs", min(left.domains), min(right.domains), -3.0))
    if shared := left.phones & right.phones:
        signs.append(Sign("phone", "same", min(shared), min(shared), 4.0))
    return signs


def household(left: Party, right: Party) -> Proposed | None:
    """Two people of different names who live at one place: the same address, and a number or family name they share."""
    shared = left.places & right.places
    if not shared or left.name == right.name or _same_given(left, right):
        return None
    if left.works_for & right.works_for:
        return None  # Colleagues at the address of their firm.
    signs = [Sign("address", "same", min(shared), min(shared), 7.0)]
    if phones := (left.phones - left.mobiles) & (right.phones - right.mobiles):
        signs.append(Sign("phone", "same_landline", min(phones), min(phones), 5.0))
    if left.family_name and left.family_name == right.family_name:
        signs.append(Sign("family", "same", left.family_name, right.family_name, 3.0))
    return Proposed("household", None, tuple(signs))


def _same_given(left: Party, right: Party) -> bool:
    return bool(left.given_name) and left.given_name == right.given_name


def assistant(left: Party, right: Party) -> Proposed | None:
    """Somebody whose title says that they assist, reached by the same number or address as a colleague.

    Where the title names whom they assist (总经理助理), the colleague must be that: a switchboard is everybody's.
    """
    helps = [_assists(left), _assists(right)]
    if helps[0] == helps[1] or not left.works_for & right.works_for:
        return None
    helper, boss = (left, right) if helps[0] else (right, left)
    title = next(title for title in helper.titles if _is_assisting(title))
    signs = [Sign("title", "assists", title if helps[0] else "", title if helps[1] else "", 4.0)]
    signs.append(Sign("organisation", "same", "", "", 2.0))
    if whom := _assisted(title):
        is_whom = any(whom in other.lower() for other in boss.titles)
        signs.append(Sign("whom", "same" if is_whom else "differs", whom, whom, 3.0 if is_whom else -8.0))
    for name in ("mails", "phones"):
        shared = getattr(left, name) & getattr(right, name)
        if shared:
            signs.append(Sign(name[:-1], "same", min(shared), min(shared), 5.0))
    return Proposed("assistant", boss.customer_id, tuple(signs))


def _assisted(title: str) -> str:
    """Returns whom a title says that its bearer assists, or "" where it says nobody."""
    rest = title.lower()
    for word in sorted(_ASSISTS, key=len, reverse=True):
        rest = rest.replace(word, " ")
    rest = " ".join(rest.replace(" to the ", " ").replace(" to ", " ").split())
    return rest if len(rest) > 1 else ""


def _assists(party: Party) -> bool:
    return any(_is_assisting(title) for title in party.titles)


def _is_assisting(title: str) -> bool:
    return any(word in title.lower() for word in _ASSISTS)
