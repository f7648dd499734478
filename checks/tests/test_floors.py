"""The floors hold for what import-linter can't see: foreign keys written as strings go down too."""

from collections.abc import Iterable
from configparser import ConfigParser
from pathlib import Path

from django.apps import apps
from django.db.models import Model

CONTRACTS = Path(__file__).parents[2] / ".importlinter"
BELOW_ALL = {"auth", "contenttypes", "sessions"}


def floors() -> dict[str, int]:
    """Read each domain's floor from the same table that imports are held against; 0 is the top."""
    contracts = ConfigParser()
    contracts.read(CONTRACTS)
    rows = contracts["importlinter:contract:floors"]["layers"].strip().splitlines()
    return {name.strip(" ()"): height for height, row in enumerate(rows) for name in row.split("|")}


def upward_keys(relations: Iterable[tuple[str, str, str]], heights: dict[str, int]) -> list[str]:
    """List relations (from domain, to domain, name) that go up, or sideways into another domain."""
    return [
        f"{name}: {source} → {target}"
        for source, target, name in relations
        if source in heights and source != target and target in heights and heights[target] <= heights[source]
    ]


def relations_of(models: Iterable[type[Model]]) -> Iterable[tuple[str, str, str]]:
    """List the relations that models declare."""
    for model in models:
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and isinstance(field.related_model, type):
                target = field.related_model._meta.app_label
                yield model._meta.app_label, target, f"{model.__name__}.{field.name}"


def test_foreign_keys_go_down_only() -> None:
    assert upward_keys(relations_of(apps.get_models()), floors()) == []


def test_a_foreign_key_that_goes_up_is_caught() -> None:
    assert upward_keys([("kernel", "sales", "User.lead")], floors())
    assert upward_keys([("sales", "service", "Lead.case")], floors())


def test_every_domain_of_ours_has_a_floor() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("zhiji.")}
    assert ours <= floors().keys() | BELOW_ALL
