"""Asks axe-core, in the page itself, what people who see or move differently would stumble over."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Without preload: it writes style sheets into the page, which the page's security policy rightly refuses.
OPTIONS = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "resultTypes": ["violations"],
    "preload": False,
}


def serious_faults(page: Page) -> list[str]:
    """List the serious and critical faults of a page: rule, what is wrong, and the first elements with it."""
    if not SOURCE.exists():
        pytest.fail("axe-core is missing: run `make front`")
    # Evaluated by the browser's own tools, so that the page's security policy stays as strict as it is.
    page.evaluate(SOURCE.read_text())
    violations = page.evaluate("(options) => axe.run(document, options)", OPTIONS)["violations"]
    return [
        f"{fault['id']}: {fault['help']}: " + " ".join(str(node["target"]) for node in fault["nodes"][:5])
        for fault in violations
        if fault["impact"] in SERIOUS
    ]


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Give the function that checks a page: `assert axe(page) == []`."""
    return serious_faults
