from tests.support.conversations import (  # noqa: F401  fixtures of these tests
    agent,
    arrive,
    conversation,
    customer,
    fresh_rights,
    line,
    viewer,
    way_out,
)
