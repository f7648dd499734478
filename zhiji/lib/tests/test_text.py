from hypothesis import given
from hypothesis import strategies as st

from zhiji.lib.text import cjk_runs, fold, has_cjk, initials, one_width, to_simplified, words
from zhiji.lib.traditional import SIMPLIFIED


def test_full_width_letters_and_digits_become_usual_ones():
    assert one_width("ＡＢ１２\u3000深圳\x00蓝天\u200b") == "AB12 深圳 蓝天"


def test_case_accents_and_traditional_characters_make_no_difference():
    assert fold("MÜLLER Straße") == fold("muller  strasse")
    assert fold("藍天電子") == fold("蓝天电子")


def test_scripts_that_need_their_marks_keep_them():
    assert fold("ガギ") == "ガギ"
    assert fold("Й") == "й"


def test_simplifying_is_done_after_one_step():
    assert not set(SIMPLIFIED.values()) & {chr(code) for code in SIMPLIFIED}
    assert to_simplified("龍") == "龙"


def test_words_are_split_between_chinese_and_latin():
    assert words("深圳PCB(华南)_2") == ["深圳", "PCB", "华南", "2"]
    assert cjk_runs("深圳PCB华南") == ["深圳", "华南"]
    assert has_cjk("a蓝")
    assert not has_cjk("abc")


def test_initials_are_what_people_call_somebody_by():
    assert [
        initials(name) for name in ("王小明", "欧阳修远", "王伟", "Anna van Lee", "深圳市蓝天", "", "@")
    ] == [
        "小明",
        "修远",
        "伟",
        "AL",
        "深圳",
        "?",
        "?",
    ]


@given(st.text())
def test_no_text_is_too_strange_to_fold(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    folded.encode("utf-8")
    assert isinstance(initials(text), str)


def test_halves_of_characters_are_taken_out():
    assert fold("a\ud800b") == "a b"
