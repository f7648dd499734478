"""Templates whose unchanging parts are rendered once per language: a page is mostly frame, words and icons.

A page of a customer has some 160 translated words and 100 icons, and Django works each of them out anew for every
reader. Here runs of text, words without variables, and tags that say of themselves that they are constant become one
piece of text per language when a template is first used.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.template import Context, Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, TokenType, Variable
from django.template.defaulttags import IfNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

F = TypeVar("F", bound=Callable[..., Any])
_constant: set[Any] = set()


def constant(function: F) -> F:
    """Marks a simple tag that gives the same for the same words, whoever looks: {% icon "mail" %}."""
    _constant.add(function)
    return function


class Loader(cached.Loader):
    """Django's caching loader, which also folds what it has read."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """Returns the template; raises TemplateDoesNotExist."""
        template = super().get_template(template_name, skip)
        if not getattr(template, "is_folded", False):
            fold(template.nodelist)
            template.is_folded = True
        return template


class Folded(Node):
    """A run of nodes that say the same to all who read a language."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.said: dict[str | None, SafeString] = {}

    def render_annotated(self, context: Context) -> SafeString:
        """Returns the run as text, worked out once per language."""
        language = get_language()
        if (said := self.said.get(language)) is None:
            said = self.said[language] = mark_safe("".join(node.render(context) for node in self.nodes))  # noqa: S308  each node has escaped what it says
        return said

    render = render_annotated


def fold(nodes: NodeList) -> None:
    """Puts runs of unchanging nodes together, in this list and in all lists below it."""
    folded: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if _is_constant(node):
            run.append(node)
            continue
        folded += _closed(run)
        run = []
        folded.append(node)
        for below in _lists_of(node):
            fold(below)
    nodes[:] = folded + _closed(run)


def _closed(run: list[Node]) -> list[Node]:
    """Returns one node for a run; a text that stands alone stays what it is."""
    return [Folded(run)] if any(not isinstance(node, TextNode) for node in run) else run


def _lists_of(node: Node) -> Iterable[NodeList]:
    if isinstance(node, IfNode):
        return [below for _condition, below in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [below for below in found if isinstance(below, NodeList)]


def _is_constant(node: Node) -> bool:
    if isinstance(node, TextNode):
        return True
    if isinstance(node, TranslateNode):
        return not node.asvar and not node.message_context and _is_literal(node.filter_expression)
    if isinstance(node, BlockTranslateNode):
        has_values = node.extra_context or node.plural or node.message_context or node.asvar
        return not has_values and all(token.token_type == TokenType.TEXT for token in node.singular)
    if isinstance(node, URLNode):
        has_values = node.args or node.kwargs or node.asvar
        return not has_values and _is_literal(node.view_name)
    if isinstance(node, SimpleNode):
        given = (*node.args, *node.kwargs.values())
        # An exact class: a block tag (SimpleBlockNode) has a body too.
        return (
            type(node) is SimpleNode
            and node.func in _constant
            and not node.target_var
            and all(map(_is_literal, given))
        )
    return False


def _is_literal(expression: FilterExpression) -> bool:
    """Tells whether an expression is a word written in the template, translated or not."""
    var = expression.var
    return not expression.filters and (not isinstance(var, Variable) or var.lookups is None)
