"""Whether the packages are there that a look through all customers needs; everything else works without them."""

from importlib.util import find_spec

PACKAGES = ("splink", "pyarrow")
INSTALL = "pip install 'zhiji[matching]'"


def is_installed() -> bool:
    """Tells whether the whole base can be looked through on this machine."""
    return all(find_spec(name) is not None for name in PACKAGES)
