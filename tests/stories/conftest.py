"""Real parts that only stories need."""

from tests.support.openid import identity_provider

__all__ = ["identity_provider"]
