"""Lines of address cards are read as the library reads them, hostile ones at once."""

import re

import pytest

from zhiji.lib.card_grammar import card_library


@pytest.mark.parametrize(
    "line",
    [
        "FN:李雷",
        "TEL;TYPE=CELL,VOICE:138 0013 8000",
        "TEL;HOME;CELL:138",
        'item1.EMAIL;TYPE="a,b:c";X=1:me@x.example',
        "ADR;TYPE=WORK;X=a=b,,c:;;科技园1号\\, 3楼",
        "N;;CHARSET=UTF-8:李;雷",
        "TEL;HOME;:1",
        "no value",
    ],
)
def test_lines_are_read_as_the_library_reads_them(line):
    base = card_library().base
    own = re.compile(base.patterns["line"], re.DOTALL | re.VERBOSE).match(line)
    ours = base.line_re.match(line)
    assert (ours and ours.groupdict()) == (own and own.groupdict())


@pytest.mark.parametrize("sign", [",", "=", '="', '=""', ",="])
def test_a_line_that_never_comes_to_its_value_is_given_up_at_once(sign):
    base = card_library().base
    with pytest.raises(base.ParseError):
        base.parseLine("TEL;A" + 60 * sign)
