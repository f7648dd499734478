import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.lib.person_names import looks_like_person, parse_person_name


@pytest.mark.parametrize(
    ("typed", "family", "given", "title"),
    [
        ("王小明", "王", "小明", ""),
        (" 王　小明 ", "王", "小明", ""),
        ("王小明经理", "王", "小明", "经理"),
        ("李雷总经理先生", "李", "雷", "总经理先生"),
        ("李雷 经理", "李", "雷", "经理"),
        ("李雷（采购部经理）", "李", "雷", "采购部经理"),
        ("張建總", "張", "建", "總"),
        ("王建工", "王", "建工", ""),
        ("陈静怡女士", "陈", "静怡", "女士"),
        ("刘德华13800138000", "刘", "德华", ""),
        ("欧阳娜娜", "欧阳", "娜娜", ""),
        ("司马相如", "司马", "相如", ""),
        ("諸葛亮", "諸葛", "亮", ""),
        ("尉迟恭", "尉迟", "恭", ""),
        ("陈方安生", "陈", "方安生", ""),
        ("佐藤健一", "佐藤", "健一", ""),
        ("阿依古丽·买买提", "", "阿依古丽·买买提", ""),
        ("Leo 李", "李", "Leo", ""),
        ("Li Lei", "Li", "Lei", ""),
        ("LI Lei", "LI", "Lei", ""),
        ("Lei LI", "LI", "Lei", ""),
        ("Lei Li", "Li", "Lei", ""),
        ("Xiaoming Wang", "Wang", "Xiaoming", ""),
        ("Wang Xiao Ming", "Wang", "Xiao Ming", ""),
        ("Ouyang Nana", "Ouyang", "Nana", ""),
        ("Müller, Hans", "Müller", "Hans", ""),
        ("Dr. Hans Müller", "Müller", "Hans", "Dr."),
        ("Hans Müller, PhD", "Müller", "Hans", "PhD"),
        ("Prof. Dr. Müller, Hans", "Müller", "Hans", "Prof. Dr."),
        ("John F. Kennedy Jr.", "Kennedy", "John F.", "Jr."),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig", ""),
        ("O'Brien, Mary", "O'Brien", "Mary", ""),
        ("Jean-Luc PICARD", "PICARD", "Jean-Luc", ""),
        ("Anna Lee", "Lee", "Anna", ""),
        ("Madonna", "Madonna", "", ""),
    ],
)
def test_names_are_split_and_titles_taken_off(typed, family, given, title):
    found = parse_person_name(typed)
    assert (found.family, found.given, found.title) == (family, given, title)
    assert not found.is_surname_only
    assert found.key


@pytest.mark.parametrize(
    ("typed", "family", "title"),
    [
        ("王先生", "王", "先生"),
        ("李总", "李", "总"),
        ("李工", "李", "工"),
        ("小李", "李", "小"),
        ("老王", "王", "老"),
        ("欧阳先生", "欧阳", "先生"),
        ("张", "张", ""),
        ("Mr. 王", "王", "Mr"),
        ("Mr. Wang", "Wang", "Mr."),
        ("Frau Müller", "Müller", "Frau"),
    ],
)
def test_a_surname_with_a_title_is_nobody_in_particular(typed, family, title):
    found = parse_person_name(typed)
    assert (found.family, found.given, found.title, found.key, found.sound) == (family, "", title, "", "")
    assert found.is_surname_only


@pytest.mark.parametrize(
    ("typed", "pinyin", "initials"),
    [
        ("单田芳", "shan tianfang", "stf"),
        ("曾国藩", "zeng guofan", "zgf"),
        ("仇英", "qiu ying", "qy"),
        ("欧阳娜娜", "ouyang nana", "oynn"),
        ("尉迟恭", "yuchi gong", "ycg"),
        ("吕布", "lv bu", "lb"),
        ("Hans Müller", "muller hans", "mh"),
    ],
)
def test_surnames_are_read_as_surnames(typed, pinyin, initials):
    found = parse_person_name(typed)
    assert (found.pinyin, found.initials) == (pinyin, initials)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("李雷", "Li Lei"),
        ("李雷", "Lei LI"),
        ("李雷", "李磊"),
        ("王小明", "Xiao-ming Wang"),
        ("吕布", "Lu Bu"),
        ("吕布", "Lü Bu"),
        ("欧阳娜娜", "Nana Ouyang"),
    ],
)
def test_names_said_alike_sound_alike(one, other):
    assert parse_person_name(one).sound == parse_person_name(other).sound != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("諸葛亮先生", "诸葛 亮"),
        ("Müller, Hans", "Dr. Hans Muller"),
        ("John F. Kennedy", "Kennedy, John"),
        ("WANG XIAOMING", "Xiao Ming Wang"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
    ],
)
def test_two_writings_of_a_name_have_one_key(one, other):
    assert parse_person_name(one).key == parse_person_name(other).key


@pytest.mark.parametrize(
    ("one", "other"), [("李雷", "李磊"), ("王小明", "王小红"), ("Hans Müller", "Hans Meier")]
)
def test_different_names_keep_different_keys(one, other):
    assert parse_person_name(one).key != parse_person_name(other).key


def test_the_language_decides_what_the_name_leaves_open():
    assert parse_person_name("Lei Li", "zh-hans").family == "Lei"
    assert parse_person_name("黑木明纱", "ja").family == "黑木"


def test_a_latin_name_beside_the_chinese_one_is_its_alias():
    found = parse_person_name("李雷 (Leo)")
    assert (found.family, found.given, found.alias) == ("李", "雷", "Leo")


@pytest.mark.parametrize(
    ("typed", "answer"), [("王小明", True), ("欧阳娜娜", True), ("蓝天电子有限公司", False), ("", False)]
)
def test_a_short_text_that_begins_with_a_surname_looks_like_a_person(typed, answer):
    assert looks_like_person(typed) is answer


@given(st.text(max_size=40) | st.text("王欧阳小明总经理先生(), .·DrLieijnv-'", max_size=20))
def test_nothing_typed_makes_reading_a_name_fail(typed):
    assert parse_person_name(typed).typed == typed
