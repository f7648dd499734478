"""By how many different holders is a name or a number used? What many hold says little about any one of them.

A switchboard number stands with dozens of firms, a mail box with a whole department, a name with a shop in every town.
Holders are told apart by the sound of their name: of the organisation where organisations are matched, of the
person where persons are. Misspelt holders count double, so "own" means up to two.
"""

from zhiji.customers.identity.matching.records import Kind

OWN, FEW = 1, 3

# Who holds a value: in SQL, for counting the different ones.
_HOLDER: dict[Kind, tuple[str, str]] = {
    "organisation": ("brand_sound", "city"),
    "person": ("name_sound", "born"),
}
_PARTS = (
    ("phones", "own_phones", "few_phones"),
    ("mails", "own_mails", "few_mails"),
    ("domains", "own_domains", "few_domains"),
)
# Column made, what is counted, over which equal columns.
_NAMESAKES = (
    ("cell_spread", "brand_sound", ("brand_sound", "trade", "city")),
    ("core_spread", "city", ("brand_sound", "trade")),
    ("brand_spread", "(city, trade)", ("brand_sound",)),
    ("town_spread", "trade", ("brand_sound", "city")),
)
_FREQUENT = ("name", "family", "given", "place")


def known_sql(kind: Kind, table: str) -> str:
    """Writes the query that adds to a table of records what the base knows of their values."""
    spreads = ",\n".join(_spread(column, kind, table) for column, _, _ in _PARTS)
    lists = ",\n".join(_lists(*part, table) for part in _PARTS)
    names = ",\n".join(_namesakes(made, counted, columns, table) for made, counted, columns in _NAMESAKES)
    frequent = ",\n".join(_frequency(column, table) for column in _FREQUENT)
    joins = " ".join(
        [f"left join {column}_held on {column}_held.id = records.id" for column, _, _ in _PARTS]
        + [f"left join {column}_often on {column}_often.value = records.{column}" for column in _FREQUENT]
    )
    joins += " ".join(
        f" left join {made} on " + " and ".join(f"{made}.{column} = records.{column}" for column in columns)
        for made, _, columns in _NAMESAKES
    )
    made = [f"{column}_held.{made}" for column, *both in _PARTS for made in both if made]
    made += [f"{column}_often.tf_{column}" for column in _FREQUENT]
    made += [f"{column}.{column}" for column, _, _ in _NAMESAKES]
    made += ["person_spreads.person_spread", "houses.house_spread"]
    replaced = ", ".join(name.split(".")[1] for name in made)
    return f"""with {spreads}, {lists}, {names}, {frequent},
        person_spreads as (select name as person, {_different("organisation")} as person_spread
            from {table} where name is not null group by name),
        houses as (select street, number, district, {_different("organisation")} as house_spread
            from {table} where street is not null and number is not null group by all)
        select records.* exclude ({replaced}), {", ".join(made)} from {table} as records
        left join person_spreads on records.name = person_spreads.person
        left join houses on records.street = houses.street and records.number = houses.number
            and records.district is not distinct from houses.district {joins}"""


def _namesakes(made: str, counted: str, columns: tuple[str, ...], table: str) -> str:
    """Counts under how many towns, houses or mail domains one name goes: at least so many bear it."""
    named = ", ".join(columns)
    known = " and ".join(f"{column} is not null" for column in (*columns, *_words(counted)))
    return f"""{made} as (select {named}, greatest(1, count(distinct {counted}) filter (where {known}),
        count(distinct (street, number)) filter (where street is not null and number is not null),
        count(distinct domains[1])) as {made}
        from {table} where {columns[0]} is not null group by {named})"""


def namesakes_sql(made: str, table: str) -> str:
    """Writes the query for how often a name, known so far in one place only, is that of somebody elsewhere.

    Asked of the records that do tell their place: each is hidden in turn, and held against the others of its name.
    Where those lie in one place, in which share of the pairs is it another one? No truth is needed for that, and
    a record that doesn't tell its place is as likely to be a namesake as one that does.
    """
    counted, columns = next((counted, columns) for name, counted, columns in _NAMESAKES if name == made)
    known = " and ".join(f"{column} is not null" for column in (*columns, *_words(counted)))
    named = ", ".join(columns)
    return f"""with places as (select {named}, {counted} as place, count(*) as records from {table}
            where {known} group by all),
        names as (select count(*) as places, sum(records) as records, min(records) as fewest from places
            group by {named}),
        seen as (select coalesce(sum(records * (records - 1)) filter (where places = 1), 0) as same,
            coalesce(sum(case when records = 2 then 2 else records - 1 end)
                filter (where places = 2 and fewest = 1), 0) as elsewhere from names)
        select (elsewhere + 1) / (same + elsewhere + 2) from seen"""


def _words(counted: str) -> list[str]:
    return counted.strip("()").replace(",", " ").split()


def _different(kind: Kind) -> str:
    """Counts different holders. Where the second part is unknown it tells nobody apart."""
    name, more = _HOLDER[kind]
    return f"greatest(1, count(distinct {name}), count(distinct ({name}, {more})) filter (where {more} is not null))"


def _spread(column: str, kind: Kind, table: str) -> str:
    columns = ", ".join(_HOLDER[kind])
    return f"""{column}_spread as (select value, {_different(kind)} as spread
        from (select unnest({column}) as value, {columns} from {table}) group by value)"""


def _lists(column: str, own: str, few: str | None, table: str) -> str:
    more = f", list(value) filter (where spread > {OWN} and spread <= {FEW}) as {few}" if few else ""
    return f"""{column}_held as (select id, list(value) filter (where spread <= {OWN}) as {own}{more}
        from (select id, unnest({column}) as value from {table}) join {column}_spread using (value) group by id)"""


def _frequency(column: str, table: str) -> str:
    return f"""{column}_often as (select {column} as value,
        count(*)::double / (select count({column}) from {table}) as tf_{column}
        from {table} where {column} is not null group by {column})"""
