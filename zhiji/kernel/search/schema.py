"""What the index needs besides its tables, in the words of each database; called by the migration.

SQLite: a full-text table (FTS5) that holds only which token stands in which entry; triggers keep it in step.
PostgreSQL: an inverted index (GIN) over the tokens, and a function that walks it from the newest back.
"""

from typing import Any

from zhiji.kernel.search.tokens import TOKEN_MARKS

# Entries come in blocks of 2 ** BLOCK_BITS keys; each carries the token ~block, so that PostgreSQL looks at
# the newest first and stop. 16,384: a token of half of all entries costs some thousand rows, no million.
BLOCK_BITS = 14

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
# The settings pin the plan: statistics of tokens mislead the planner when two always or never go together.
_FUNCTION = f"""
CREATE FUNCTION kernel_search(asked text[], most int) RETURNS TABLE (branch int, id bigint)
LANGUAGE plpgsql STABLE ROWS 100
SET jit = off SET enable_seqscan = off SET enable_indexscan = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    question tsquery;
    top bigint; bottom bigint;
    got int; total int := 0;
BEGIN
    SELECT max(s.id) >> {BLOCK_BITS}, min(s.id) >> {BLOCK_BITS} INTO top, bottom FROM kernel_searchentry s;
    FOR step IN 1 .. coalesce(array_length(asked, 1), 0) LOOP
        question := asked[step]::tsquery;
        RETURN QUERY
            SELECT step, found.id FROM generate_series(top, bottom, -1) AS block
            CROSS JOIN LATERAL (
                SELECT s.id FROM kernel_searchentry s
                WHERE s.tokens @@ (question && ('''~' || block || '''')::tsquery)
                ORDER BY s.id DESC LIMIT most - total
            ) AS found LIMIT most - total;
        GET DIAGNOSTICS got = ROW_COUNT;
        total := total + got;
        EXIT WHEN total >= most;
    END LOOP;
END $$
"""
POSTGRESQL = [
    GIN,
    # The plan is pinned, so statistics of the tokens would only cost time.
    "ALTER TABLE kernel_searchentry ALTER COLUMN tokens SET STATISTICS 0",
    _FUNCTION,
]
POSTGRESQL_UNDO = ["DROP FUNCTION kernel_search(text[], int)", "DROP INDEX kernel_search_tokens"]


def make_index(apps: Any, editor: Any) -> None:
    """Makes the index of the database at hand."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def drop_index(apps: Any, editor: Any) -> None:
    """Takes the index away again; the entries stay."""
    for statement in POSTGRESQL_UNDO if editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        editor.execute(statement, params=None)
