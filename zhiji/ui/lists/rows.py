"""Comparing a row's (value, key) with a place in one step, so that the database walks its index straight to it."""

from typing import Any

from django.db.models import BooleanField, Expression, F, Field, Value


class RowCompares(Expression):
    """SQL's (field, pk) > (value, pk): what both databases answer from an index without looking at other rows."""

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

    def set_source_expressions(self, exprs: list[Any]) -> None:
        """Takes the resolved parts back."""
        half = len(exprs) // 2
        self.left, self.right = exprs[:half], exprs[half:]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Writes the comparison."""
        texts, parameters = [], []
        for expression in self.get_source_expressions():
            text, values = compiler.compile(expression)
            texts.append(text)
            parameters += list(values)
        half = len(texts) // 2
        return f"({', '.join(texts[:half])}) {self.operator} ({', '.join(texts[half:])})", parameters
