"""What every test may ask for; each part is a small file in tests/support/."""

pytest_plugins = [
    "tests.support.database",
    "tests.support.server",
    "tests.support.browser",
    "tests.support.axe",
    "tests.support.mail",
    "tests.support.company",
]
