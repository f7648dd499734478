"""The rules of the house. Each carries a bad and a good sample, and tests show that it tells them apart."""

from checks.house import acts, naming, screens, shape
from checks.house.rule import Rule

RULES: list[Rule] = [*acts.RULES, *screens.RULES, *shape.RULES, *naming.RULES]
