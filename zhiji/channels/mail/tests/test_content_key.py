"""The same mail is one mail on every route; another mail is another one even under a copied number."""

from zhiji.channels.mail.content_key import content_key
from zhiji.channels.mail.tests.samples import usual


def test_what_servers_add_on_the_way_does_not_count():
    raw = bytes(usual())
    routes = [
        raw,
        b"Received: from a by b\r\n\tfor c; Mon\r\n" + raw,
        b"Return-Path: <x@y>\nDelivered-To: service@crm.example\nX-Spam-Score: 1\n" + raw,
        b"ARC-Seal: i=1\nDKIM-Signature: v=1\nAuthentication-Results: mx\n" + raw,
        raw.replace(b"\n", b"\r\n") + b"\r\n",
    ]
    assert len({content_key(route) for route in routes}) == 1


def test_a_copied_message_id_does_not_hide_another_mail():
    one = content_key(bytes(usual()))
    assert content_key(bytes(usual(Subject="另一件事"))) != one
    assert content_key(bytes(usual(From="x@y.example"))) != one
    assert content_key(bytes(usual(Date="Mon, 02 Nov 2026 10:00:01 +0800"))) != one
    assert content_key(bytes(usual()) + b"more") != one


def test_mails_without_any_head_have_a_key_too():
    assert content_key(b"") != content_key(b"x")
