import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from zhiji.lib.pinyin import readings, spellings, syllables


def test_a_character_is_read_without_tones():
    assert readings("蓝") == ("lan",)
    assert spellings("蓝天") == ["lantian"]


def test_characters_with_several_usual_readings_give_all_of_them():
    for character, wanted in {
        "重": "zhong chong",
        "长": "chang zhang",
        "行": "hang xing",
        "曾": "zeng ceng",
        "单": "shan dan chan",
        "解": "xie jie",
        "仇": "qiu chou",
        "区": "ou qu",
        "查": "zha cha",
        "盖": "ge gai",
        "乐": "le yue",
        "朴": "piao pu",
        "尉": "wei yu",
        "厦": "xia sha",
    }.items():
        assert set(readings(character)) == set(wanted.split()), character


def test_u_with_dots_is_found_as_v_and_as_u():
    assert readings("吕") == ("lv", "lu")


def test_other_characters_are_not_read():
    assert readings("a") == ()
    assert readings("😀") == ()


def test_every_syllable_has_a_vowel():
    assert len(syllables()) > 390
    assert "zhuang" in syllables()
    assert "m" not in syllables()


@given(st.characters())
def test_no_character_is_too_strange_to_read(character):
    assert all(reading.isascii() for reading in readings(character))


def test_readings_cost_little_memory():
    """The phrases of pypinyin would take 50 MB."""
    code = (
        "import re, functools, itertools, unicodedata, importlib.util, array, pathlib\n"
        "pages = lambda: int(open('/proc/self/statm').read().split()[1])\n"
        "before = pages()\n"
        "from zhiji.lib.pinyin import readings\n"
        "readings('蓝')\n"
        "print((pages() - before) * 4096)\n"
    )
    if not sys.platform.startswith("linux"):
        return
    taken = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(taken) < 8_000_000
