from tests.support.conversations import (  # noqa: F401  fixtures of these tests
    agent,
    arrive,
    customer,
    fresh_rights,
    line,
    way_out,
)
