from zhiji.desk.customers.tests.conftest import (  # noqa: F401  fixtures of these tests
    customer,
    manager,
    seller,
    signed_in,
    stranger,
    teams,
)
