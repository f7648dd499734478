"""Rich text becomes words: the examples of [MS-OXRTFCP], Chinese in three ways, HTML inside, and rubbish."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiji.channels.mail.rtf import text_of_rtf, unpack_rtf

# [MS-OXRTFCP] 4.1: a simple one, and one that reads what it is just writing.
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def test_packed_bodies_are_those_of_the_specification():
    assert unpack_rtf(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpack_rtf(CROSSING) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    plain = b"{\\rtf1 hi}"
    assert unpack_rtf(struct.pack("<IIII", len(plain) + 12, len(plain), 0x414C454D, 0) + plain) == plain


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi one\par two\line three\tab four}", "one\ntwo\nthree\tfour"),
        (
            rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\colortbl;\red1;}{\*\generator X;}words \{here\}}",
            "words {here}",
        ),
        (rb"{\rtf1\ansi\ansicpg936 \'c7\'eb\'bf\'b4\'ba\'cf\'cd\'ac}", "请看合同"),
        (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f1\fcharset134 SimSun;}}A \f1\'ba\'cf\'cd\'ac}", "A 合同"),
        (rb"{\rtf1\ansi\uc1\u21512?\u21516?\u-10179?\u-8704?}", "合同😀"),
        (rb"{\rtf1\ansi\uc2\u21512\'ba\'cf end}", "合 end"),
        (rb"{\rtf1\ansi pic{\pict\bin5 }}}}}} after}", "pic after"),
        (
            rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf \par hidden\htmlrtf0 Hello"
            rb"{\*\htmltag72 </p>}{\*\htmltag64 <b>}you}",
            "Hello\nyou",
        ),
        (b"no rich text at all", ""),
        (b"", ""),
    ],
)
def test_words_are_read_and_looks_are_dropped(rtf, text):
    assert text_of_rtf(rtf) == text


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([b"{", b"}", b"\\u55357?", b"\\'b", b"\\'ba", b"\\bin9", b"\\f1", b"\\", b"x"]))
)
def test_damaged_rich_text_never_stops_the_reader(pieces):
    text_of_rtf(b"{\\rtf1" + b"".join(pieces)).encode()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_damaged_packing_never_stops_the_reader(some):
    unpack_rtf(PACKED[:16] + some)


def test_a_bomb_stays_small():
    assert len(unpack_rtf(struct.pack("<IIII", 0, 0xFFFFFFFF, 0x75465A4C, 0) + b"\0" * 100_000)) < 200_000
    assert text_of_rtf(b"{\\rtf1" + b"{" * 500_000) == ""
