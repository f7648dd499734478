"""Every usual charset is read, also where the sender named a wrong one or none."""

import pytest

from zhiji.channels.mail.charset import clean_text, decode
from zhiji.channels.mail.parse import parse_mail
from zhiji.channels.mail.tests.samples import JAPANESE, KOREAN, TRADITIONAL, WORDS, plain

GERMAN = "Grüße aus München: die Leiterplatten sind fehlerhaft."
RUSSIAN = "Здравствуйте, у нас проблема с печатной платой."

# What is said, the charset it is really written in, the charset the mail claims.
TABLE = [
    (WORDS, "utf-8", "utf-8"),
    (WORDS, "utf-8", "UTF8"),
    (WORDS, "utf-8-sig", "utf-8"),
    (WORDS, "gb2312", "gb2312"),
    (WORDS, "gbk", "gbk"),
    (WORDS + "朱镕基 㐂 €", "gb18030", "gb2312"),
    (WORDS, "gb18030", "GB18030"),
    (WORDS, "hz", "hz-gb-2312"),
    (TRADITIONAL, "big5", "big5"),
    (TRADITIONAL + "喺嗰度", "big5hkscs", "Big5"),
    (JAPANESE, "iso2022_jp", "iso-2022-jp"),
    (JAPANESE, "cp932", "shift_jis"),
    (JAPANESE, "euc_jp", "euc-jp"),
    (KOREAN, "iso2022_kr", "iso-2022-kr"),
    (KOREAN, "cp949", "ks_c_5601-1987"),
    (KOREAN, "euc_kr", "euc-kr"),
    (GERMAN, "iso8859_1", "iso-8859-1"),
    (GERMAN + " 5 €", "cp1252", "iso-8859-1"),
    (GERMAN, "utf-7", "utf-7"),
    (RUSSIAN, "koi8_r", "koi8-r"),
    (RUSSIAN, "cp1251", "windows-1251"),
    (WORDS, "utf-16", "utf-16"),
    # a lie or no word at all
    (WORDS, "utf-8", "gb2312"),
    (WORDS, "utf-8", "big5"),
    (WORDS, "utf-8", "us-ascii"),
    (WORDS, "utf-8", "iso-8859-1"),
    (WORDS, "gbk", "utf-8"),
    (WORDS, "gbk", "iso-8859-1"),
    (WORDS, "gbk", ""),
    (WORDS, "gb18030", "unknown-8bit"),
    (WORDS, "gb18030", "x-made-up"),
    (TRADITIONAL, "big5", ""),
    (TRADITIONAL, "big5", "utf-8"),
    (JAPANESE, "euc_jp", ""),
    (JAPANESE, "iso2022_jp", ""),
    (KOREAN, "cp949", ""),
    (RUSSIAN, "cp1251", ""),
    (WORDS, "utf-8", "base64"),
    (WORDS, "utf-8", "unicode_escape"),
]


@pytest.mark.parametrize(("words", "real", "claimed"), TABLE)
def test_text_is_read_in_every_charset(words, real, claimed):
    kind = f'text/plain; charset="{claimed}"' if claimed else "text/plain"
    assert parse_mail(plain(words.encode(real), kind)).text == words


def test_chinese_of_iso_2022_cn_is_read():
    shifted = bytes(byte & 0x7F for byte in "电路板".encode("gb2312"))
    assert decode(b"PCB \x1b$)A\x0e" + shifted + b"\x0f ok", "ISO-2022-CN") == "PCB 电路板 ok"


def test_one_broken_byte_does_not_spoil_a_page():
    data = (WORDS * 5).encode("gb18030")
    read = decode(data[:50] + b"\xff" + data[50:], "gb2312")
    assert read.count("电路板") >= 4


def test_html_without_a_claim_follows_its_own_meta_line():
    html = f'<html><meta charset="big5"><body>{TRADITIONAL}'.encode("big5")
    assert TRADITIONAL in parse_mail(plain(html, "text/html")).html


def test_characters_that_databases_refuse_are_gone():
    assert clean_text("a\0b\ud800c\r\nd\x1be") == "abc\nde"
    assert decode(b"+2AA-x", "utf-7") == "x"
