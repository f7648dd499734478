"""The sign in an address leads back to the conversation, and can't be made up."""

from hypothesis import given
from hypothesis import strategies as st

from zhiji.channels.mail.tokens import (
    conversation_address,
    conversation_token,
    find_conversation,
    plain_address,
    read_token,
    text_mark,
)


@given(st.integers(1, 1 << 70))
def test_what_is_signed_can_be_read(number):
    token = conversation_token(number, "secret")
    assert len(token) in (16, 24)
    assert read_token(token, "secret") == number
    assert read_token(token.upper(), "secret") == number
    assert read_token(token, "another secret") is None


@given(st.text(max_size=30))
def test_anything_else_is_nothing(text):
    assert read_token(text, "secret") is None


def test_the_sign_is_found_in_address_subject_and_text():
    address = conversation_address("support@crm.example", 77, "s")
    assert address.startswith("support+c-")
    assert plain_address(address) == "support@crm.example"
    assert find_conversation((address.upper(),), (), "s") == 77
    assert find_conversation(("support@crm.example",), ("x", f"Re: x {text_mark(78, 's')}"), "s") == 78
    assert find_conversation(("support+c-aaaaaaaaaaaaaaaa@crm.example",), (), "s") is None
    assert find_conversation((), (), "s") is None
