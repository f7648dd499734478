"""Rules of what people see: access to views, and templates that the security policy lets through."""

import ast
import re
from collections.abc import Iterator

from checks.house.rule import Rule, Source, decorators

DOORS = {"screen", "public", "signed_in"}
CLASS_VIEWS = re.compile(r"(^|\.)\w*View$")
INLINE = re.compile(
    r"""<script(?![^>]*\ssrc=)[^>]*>|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|<style\b|javascript:""", re.I
)
# JSON blocks are data, which the policy does not mind.
DATA_BLOCK = re.compile(r"""<script[^>]*type=["']application/(ld\+)?json["']""", re.I)


def is_template(source: Source) -> bool:
    """Look at templates of pages; a mail's own styles must be inline, as mail programs know nothing else."""
    return source.path.endswith(".html") and "mail_body" not in source.folders


def unguarded(source: Source) -> Iterator[tuple[int, str]]:
    """Find views that do not say, exactly once, who may open them."""
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = [argument.arg for argument in node.args.posonlyargs + node.args.args][:1]
            led_to = source.url_names is None or node.name in source.url_names
            is_view = first == ["request"] and not node.name.startswith("_") and led_to
        else:
            is_view = isinstance(node, ast.ClassDef) and any(
                CLASS_VIEWS.search(ast.unparse(base)) for base in node.bases
            )
        if is_view and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            doors = [name for name in decorators(node) if name.split(".")[-1] in DOORS]
            if len(doors) != 1:
                yield node.lineno, node.name


def inline_code(source: Source) -> Iterator[tuple[int, str]]:
    """Find script, style and handlers written into a template."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if INLINE.search(line) and not DATA_BLOCK.search(line):
            yield number, ""


RULES = [
    Rule(
        "every view says once who may open it: @screen, @signed_in or @public",
        lambda source: source.in_feature_file("views"),
        unguarded,
        bad="def quote_page(request, pk): ...",
        good="@screen('quote.view')\ndef quote_page(request, pk): ...\ndef _rows(request): ...",
    ),
    Rule(
        "templates hold no inline script, style or handler: the security policy refuses them",
        is_template,
        inline_code,
        bad='<button onclick="accept()">Accept</button>',
        good='<button hx-post="/quotes/1/accept">Accept</button><script src="/static/a.js"></script>',
        path="zhiji/sales/templates/sales/quote.html",
    ),
]
