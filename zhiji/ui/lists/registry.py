from zhiji.ui.lists.spec import ListSpec

RESERVED = frozenset(
    "sort cols after before page view layout from preview bulk ids all edit last move to as menu cols".split()
)
KINDS = frozenset({"choice", "text", "bool", "user", "team", "date_range", "number_range", "begins"})

_specs: dict[str, ListSpec] = {}


def register(spec: ListSpec) -> ListSpec:
    """Makes a list known by its slug and returns it.

    Raises ValueError when a filter bears a name that a list's address needs itself, or has an unknown kind.
    """
    for item in spec.filters:
        if item.key in RESERVED or item.kind not in KINDS:
            raise ValueError(f"List {spec.slug}: filter {item.key} ({item.kind}) can't be used.")
    _specs[spec.slug] = spec
    return spec


def find(slug: str) -> ListSpec | None:
    """Finds a list by its slug."""
    return _specs.get(slug)
