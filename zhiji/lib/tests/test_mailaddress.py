import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.lib.free_mail import FREE_MAIL
from zhiji.lib.mailaddress import domain_of, is_free_mail, is_valid_address, normalise_address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Wang Wei <Wang.Wei@Example.COM>", "wang.wei@example.com"),
        ("ｗａｎｇ＠qq.com", "wang@qq.com"),
        ("mailto:x@y.com", "x@y.com"),
        ("用户@例子.中国", "用户@例子.中国"),
        ("a_b+c@sub.example.co", "a_b+c@sub.example.co"),
        ("a@b", ""),
        ("a b@c.com", ""),
        ("a..b@c.com", ""),
        ("x@1.2.3.4", ""),
        ("a@-b.com", ""),
        ("@", ""),
    ],
)
def test_equal_mailboxes_have_equal_text(typed, meant):
    assert normalise_address(typed) == meant


def test_the_domain_is_what_mail_servers_compare():
    assert domain_of("x@Example.COM.") == "example.com"
    assert domain_of("用户@例子.中国") == "xn--fsqu00a.xn--fiqs8s"
    assert domain_of("nobody") == ""


def test_free_mail_says_nothing_about_an_organisation():
    assert all(is_free_mail(d) for d in ("qq.com", "163.com", "GMAIL.com", "vip.163.com", "yahoo.co.jp"))
    assert not is_free_mail("bluesky-pcb.cn")
    assert all(domain == domain.lower() and "." in domain for domain in FREE_MAIL)


@given(st.text())
def test_no_text_is_too_strange(typed):
    address = normalise_address(typed)
    assert address == "" or is_valid_address(address)
    domain_of(typed)
