"""What matching is held against: equal values, and Splink as its first page shows it."""

import logging
from typing import Any

# Splink's own tutorial merges from this probability up.
_TUTORIAL_THRESHOLD = 0.95

_EXACT = {
    "organisation": ("core || '|' || coalesce(city, '')", "phones[1]", "mails[1]"),
    "person": ("name || '|' || coalesce(born, city, '')", "phones[1]", "mails[1]"),
}
_PLAIN: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "organisation": (
        {
            "core": "core",
            "name": "name",
            "phone": "phones[1]",
            "mail": "mails[1]",
            "city": "city",
            "street": "street",
        },
        ("core", "phone", "mail"),
    ),
    "person": (
        {
            "given": "given",
            "family": "family",
            "born": "born",
            "mail": "mails[1]",
            "street": "street",
            "city": "city",
            "postcode": "postcode",
        },
        ("born", "family", "mail"),
    ),
}
_ALIKE = frozenset({"core", "name", "given", "family", "street"})


def exact(connection: Any, kind: str) -> list[list[int]]:
    """Groups records that have a name in one town, a telephone number or a mail address in common."""
    keys = " union all ".join(
        f"select id, '{place}|' || {key} as key from records" for place, key in enumerate(_EXACT[kind])
    )
    pairs = connection.execute(
        f"""select id, min(id) over (partition by key) from ({keys}) where key is not null"""
    ).fetchall()
    return _chained([(one, other) for one, other in pairs if one != other])


def plain(connection: Any, kind: str) -> tuple[list[tuple[int, int]], list[list[int]]]:
    """Splink by its tutorial: Jaro-Winkler or equal, EM on two blocks, 0.95, connected components."""
    import splink.comparison_library as library
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    columns, blocks = _PLAIN[kind]
    filled = _filled(connection, columns)
    connection.execute(
        "create or replace table plain as select id as unique_id, "
        + ", ".join(f"{sql} as {name}" for name, sql in columns.items() if name in filled)
        + " from records"
    )
    rules: list[Any] = [block_on(name) for name in blocks if name in filled]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.JaroWinklerAtThresholds(name) if name in _ALIKE else library.ExactMatch(name)
            for name in filled
        ],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI(connection=connection).register("plain"), settings)
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in rules[:2]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    scored = linker.inference.predict(threshold_match_probability=_TUTORIAL_THRESHOLD, warning_mode="never")
    pairs = connection.execute(f"select unique_id_l, unique_id_r from {scored.physical_name}").fetchall()
    return pairs, _chained(pairs)


def _filled(connection: Any, columns: dict[str, str]) -> list[str]:
    counts = ", ".join(f"count({sql})" for sql in columns.values())
    found = connection.execute(f"select {counts} from records").fetchall()[0]
    return [name for name, number in zip(columns, found, strict=True) if number]


def _chained(pairs: list[tuple[int, int]]) -> list[list[int]]:
    """Plain connected components: whatever is linked, however weakly, is one."""
    root: dict[int, int] = {}

    def find(member: int) -> int:
        while root.setdefault(member, member) != member:
            root[member] = root[root[member]]
            member = root[member]
        return member

    for one, other in pairs:
        root[find(one)] = find(other)
    groups: dict[int, list[int]] = {}
    for member in list(root):
        groups.setdefault(find(member), []).append(member)
    return list(groups.values())
