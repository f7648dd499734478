from zhiji.customers.identity.merging.tests.conftest import firm, person  # noqa: F401  fixtures of these tests
