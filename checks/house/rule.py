"""What a rule of the house is, and how it looks at a file."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Source:
    """One file as the rules see it: its path inside the repository, its text, names of other files."""

    path: str
    text: str
    known_actions: frozenset[str] = frozenset()
    # What urls.py files lead to; None where only one file is known, then every function may be a page.
    url_names: frozenset[str] | None = None

    @cached_property
    def tree(self) -> ast.Module:
        """The file as Python understands it; empty for other files."""
        return ast.parse(self.text if self.path.endswith(".py") else "")

    @cached_property
    def is_broken(self) -> bool:
        """Whether Python can't read the file; the check of style tells where."""
        try:
            return self.tree is None
        except SyntaxError:
            return True

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.path).name

    @property
    def stem(self) -> str:
        """The file's own name without its ending."""
        return PurePosixPath(self.path).stem

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders the file lies in."""
        return PurePosixPath(self.path).parts[:-1]

    @property
    def is_test(self) -> bool:
        """Whether the file holds tests or what tests need."""
        return "tests" in self.folders or self.name == "conftest.py"

    @property
    def is_migration(self) -> bool:
        """Whether the file was written by makemigrations."""
        return "migrations" in self.folders

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """All functions and methods of the file."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

    @cached_property
    def public_functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """The functions of the module itself that other modules may call."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in self.tree.body if isinstance(node, kinds) and not node.name.startswith("_")]

    def in_feature_file(self, *names: str) -> bool:
        """Tell whether this is, or lies in a folder named as, one of a feature's files, such as views."""
        return not self.is_test and (self.stem in names or bool(set(names) & set(self.folders)))


Find = Callable[[Source], Iterator[tuple[int, str]]]


@dataclass(frozen=True)
class Rule:
    """One rule: what it asks for, which files it looks at, how it finds faults (line, name of the place)."""

    name: str
    looks_at: Callable[[Source], bool]
    find: Find
    bad: str
    good: str
    path: str = "zhiji/sales/quotes/views.py"
    known_actions: frozenset[str] = field(default_factory=frozenset)

    def faults(self, source: Source) -> list["Fault"]:
        """List what breaks this rule in one file."""
        if not self.looks_at(source):
            return []
        return [Fault(self.name, source.path, line, place) for line, place in self.find(source)]


@dataclass(frozen=True)
class Fault:
    """One break of a rule, in a function or class where there is one."""

    rule: str
    path: str
    line: int
    inside: str

    @property
    def places(self) -> set[str]:
        """Name the place as an exception may: the file, or the file and the name in it."""
        return {self.path, f"{self.path}:{self.inside}"} if self.inside else {self.path}

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}" + (f" ({self.inside})" if self.inside else "")


def dotted(node: ast.AST) -> str:
    """Write a chain such as Lead.objects.filter(…).update as "Lead.objects.filter.update"."""
    match node:
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}".lstrip(".")
        case ast.Call(func=func):
            return dotted(func)
        case ast.Subscript(value=value):
            return dotted(value)
        case ast.Name(id=name):
            return name
    return ""


def decorators(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[str]:
    """Name the decorators of a function or class, without their arguments."""
    return [dotted(decorator) for decorator in function.decorator_list]


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Find all calls inside a piece of code."""
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def name_inside(source: Source, line: int) -> str:
    """Name the innermost function or class that a line lies in; empty at the top of the file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    around = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, kinds) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(around, key=lambda node: node.lineno).name if around else ""
