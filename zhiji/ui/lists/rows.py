"""Comparing a row's (value, key) with a place in one step: the database then walks its index to it."""

from typing import Any

from django.db.models import BooleanField, Expression, F, Field, Value


class RowCompares(Expression):
    """SQL's (field, pk) > (value, pk): which both databases answer from an index alone."""

    conditional = True

    def __init__(
        self,
        names: tuple[str, ...],
        values: tuple[Any, ...],
        operator: str,
        kinds: tuple[Field[Any, Any], ...],
    ):
        super().__init__(output_field=BooleanField())
        self.operator = operator
        self.left: list[Any] = [F(name) for name in names]
        self.right: list[Any] = [
            Value(value, output_field=kind) for value, kind in zip(values, kinds, strict=True)
        ]

    def get_source_expressions(self) -> list[Any]:
        """Lists the parts for Django's resolver."""
        return [*self.left, *self.right]

    def set_source_expressions(self, exprs: Any) -> None:
        """Takes the resolved parts back."""
        half = len(exprs) // 2
        self.left, self.right = list(exprs[:half]), list(exprs[half:])

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Writes the comparison."""
        texts, parameters = [], []
        for expression in self.get_source_expressions():
            text, values = compiler.compile(expression)
            texts.append(text)
            parameters += list(values)
        half = len(texts) // 2
        return f"({', '.join(texts[:half])}) {self.operator} ({', '.join(texts[half:])})", tuple(parameters)
