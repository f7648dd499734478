"""What the index needs besides its tables, in the words of each database; called by the migration.

SQLite: a full-text table (FTS5) that holds only which token stands in which entry; triggers keep it in step.
PostgreSQL: an inverted index (GIN) over the tokens, and a function that walks it from the newest back.
"""

from typing import Any

from zhiji.kernel.search.tokens import TOKEN_MARKS

# Entries come in blocks of 2 ** BLOCK_BITS keys; each carries the token ~block, so that PostgreSQL looks at the
# newest first and stops. 8,192: a token of half of all entries costs some thousand rows, not a million.
BLOCK_BITS = 13

_ROW = "INSERT INTO kernel_searchindex({first}rowid, tokens) VALUES ({delete}{row}.id, {row}.tokens);"
_ADD = _ROW.format(first="", delete="", row="new")
_DROP = _ROW.format(first="kernel_searchindex, ", delete="'delete', ", row="old")

SQLITE = [
    "CREATE VIRTUAL TABLE kernel_searchindex USING fts5(tokens, content='kernel_searchentry',"
    " content_rowid='id', detail='none', columnsize=0,"
    f" tokenize=\"ascii tokenchars '{TOKEN_MARKS}'\")",
    f"CREATE TRIGGER kernel_search_added AFTER INSERT ON kernel_searchentry BEGIN {_ADD} END",
    f"CREATE TRIGGER kernel_search_dropped AFTER DELETE ON kernel_searchentry BEGIN {_DROP} END",
    "CREATE TRIGGER kernel_search_changed AFTER UPDATE OF id, tokens ON kernel_searchentry"
    f" BEGIN {_DROP} {_ADD} END",
]
SQLITE_UNDO = [
    "DROP TRIGGER kernel_search_added",
    "DROP TRIGGER kernel_search_dropped",
    "DROP TRIGGER kernel_search_changed",
    "DROP TABLE kernel_searchindex",
]

GIN = (
    "CREATE INDEX kernel_search_tokens ON kernel_searchentry USING gin (tokens)"
    " WITH (fastupdate = on, gin_pending_list_limit = 256)"
)
# A rare question is answered whole. Of a common one only the newest blocks are read, as many together as should do:
# reading every row that has a common word would take a hundred times as long. The planner tells common words from
# others but not rare from very rare, so we first try whether what it takes for rare is soon at its end.
# Who may see a row is asked of the index where that leaves few rows, else of the rows that were read.
# `id + 0` keeps the planner from walking all entries by key in the hope of meeting the word soon.
_RARE = 5000
_SOON = 400
_FUNCTION = f"""
CREATE FUNCTION kernel_search(asked text[], allowed text, most int) RETURNS TABLE (branch int, id bigint)
LANGUAGE plpgsql VOLATILE ROWS 100
SET jit = off SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    question tsquery; blocks tsquery; seen tsquery := allowed::tsquery;
    plan json; expected float; share float := 1; entries float;
    bottom bigint; top bigint; upper bigint; width bigint; step_width bigint;
    found int; got int; ids bigint[];
BEGIN
    SELECT min(s.id) >> {BLOCK_BITS}, max(s.id) >> {BLOCK_BITS} INTO bottom, top FROM kernel_searchentry s;
    IF seen IS NOT NULL THEN
        EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM kernel_searchentry WHERE tokens @@ %L::tsquery', seen)
            INTO plan;
        SELECT greatest(c.reltuples, 1) INTO entries FROM pg_class c WHERE c.oid = 'kernel_searchentry'::regclass;
        share := least(1, (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float / entries);
    END IF;
    FOR step IN 1 .. coalesce(array_length(asked, 1), 0) LOOP
        question := asked[step]::tsquery;
        EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM kernel_searchentry WHERE tokens @@ %L::tsquery', question)
            INTO plan;
        expected := (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float * share;
        step_width := ceil(1.2 * most * (top - bottom + 1) / greatest(expected, 1));
        found := 0;
        upper := top;
        width := step_width;
        IF share < 0.03 THEN
            question := question && seen;
        END IF;
        IF expected <= {_RARE} THEN
            SELECT array_agg(few.id) INTO ids FROM (
                SELECT s.id FROM kernel_searchentry s WHERE s.tokens @@ coalesce(question && seen, question)
                LIMIT {_SOON}
            ) few;
            IF ids IS NULL OR cardinality(ids) < {_SOON} THEN
                RETURN QUERY SELECT step, key FROM unnest(ids) key ORDER BY key DESC LIMIT most;
                GET DIAGNOSTICS found = ROW_COUNT;
                upper := bottom - 1;
            END IF;
        END IF;
        WHILE upper >= bottom AND found < most LOOP
            SELECT string_agg(quote_literal('~' || b), '|')::tsquery INTO blocks
                FROM generate_series(greatest(upper - width + 1, bottom), upper) b;
            RETURN QUERY SELECT step, s.id FROM kernel_searchentry s
                WHERE s.tokens @@ (question && blocks) AND (seen IS NULL OR s.tokens || '' @@ seen)
                ORDER BY s.id + 0 DESC LIMIT most - found;
            GET DIAGNOSTICS got = ROW_COUNT;
            found := found + got;
            upper := upper - width;
            width := width + step_width;
        END LOOP;
        EXIT WHEN found >= most;
    END LOOP;
END $$
"""
POSTGRESQL = [
    GIN,
    # How common the common tokens are decides how a question is asked.
    "ALTER TABLE kernel_searchentry ALTER COLUMN tokens SET STATISTICS 200",
    _FUNCTION,
]
POSTGRESQL_UNDO = ["DROP FUNCTION kernel_search(text[], text, int)", "DROP INDEX kernel_search_tokens"]


def make_index(apps: Any, editor: Any) -> None:
    """Makes the index of the database at hand."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def drop_index(apps: Any, editor: Any) -> None:
    """Takes the index away again; the entries stay."""
    for statement in POSTGRESQL_UNDO if editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        editor.execute(statement, params=None)
