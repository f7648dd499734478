from collections.abc import Sequence

from django.http import QueryDict

from zhiji.integration.files.mapping import Column

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "cp1252")
DELIMITERS = ((",", ","), (";", ";"), ("\t", "Tab"), ("|", "|"))


def columns_from_post(post: QueryDict, columns: Sequence[Column]) -> list[Column]:
    """Reads what somebody chose for each column, and what the words of a consent column mean."""
    found = []
    for place, column in enumerate(columns):
        field = post.get(f"field-{place}", column.field)
        texts, meanings = post.getlist(f"word-{place}"), post.getlist(f"means-{place}")
        words = {word: means for word, means in zip(texts, meanings, strict=False) if means}
        found.append(Column(column.name, field, (words or column.words) if field == "permission" else {}))
    return found


def layout_from_post(post: QueryDict, layout: dict[str, object]) -> dict[str, object]:
    """Reads how somebody says that a file is to be read; what they left alone is found out anew."""
    chosen: dict[str, object] = {"kind": layout.get("kind")}
    for name in ("encoding", "delimiter", "sheet"):
        if post.get(name):
            chosen[name] = post[name]
    header = str(post.get("header_row", ""))
    if header.isdecimal():
        chosen["header_row"] = int(header)
    if post.get("quote") == "none":
        chosen["quote"] = ""
    return chosen
