"""Files that are broken, lie, or want to hurt: told plainly, in bounded time and memory."""

import os
import random
import struct
import time
import zipfile

import psutil
import pytest
from django.utils.translation import override

from zhiji.integration.files.reading.faults import UnreadableList, row_fault_text, unreadable_text
from zhiji.integration.files.reading.layout import Layout
from zhiji.integration.files.reading.lists import open_list
from zhiji.integration.files.reading.tests.making import compound, ods, sheet_xml, xlsx
from zhiji.integration.files.reading.tests.test_texts import all_rows, put

MIB = 1024 * 1024


def code_of(path, **options):
    told = refusal_of(path, **options)
    assert told
    assert str(told)
    return told.code


def refusal_of(path, **options):
    """Reads a file to its end; gives the refusal, or None where all could be read."""
    try:
        all_rows(open_list(path, options=Layout(**options)))
    except UnreadableList as told:
        return told
    return None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\0" * 5000, "empty"),
        (b",,,\r\n,,,\r\n", "empty"),
        ("姓名,手机\r\n".encode(), "header_only"),
        (random.Random(1).randbytes(50_000), "binary"),
        (b"%PDF-1.7\n...", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "picture"),
        (b"Rar!\x1a\x07\0...", "other_format"),
        (b"<html><table><tr><td>x", "web_page"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "no_cards"),
    ],
)
def test_what_is_no_list_is_told_with_its_reason(tmp_path, content, code):
    assert code_of(put(tmp_path, content)) == code


def test_a_file_that_is_gone_is_told_also_after_it_was_opened(tmp_path):
    path = put(tmp_path, "姓名,手机\n李雷,1\n".encode())
    listed = open_list(path)
    path.unlink()
    assert code_of(path) == "gone"
    with pytest.raises(UnreadableList, match="no longer there"):
        all_rows(listed)


def test_lines_in_another_character_set_are_read_and_told(tmp_path):
    lines = [
        f"客户{n},13800138000,深圳市南山区\n".encode("gb18030" if n in (3, 500) else "utf-8")
        for n in range(900)
    ]
    rows = all_rows(open_list(put(tmp_path, "姓名,手机,地址\n".encode() + b"".join(lines))))
    assert [row.cells[0] for row in rows] == [f"客户{n}" for n in range(900)]
    assert [(row.number, row.faults) for row in rows if row.faults] == [
        (5, ("other_encoding",)),
        (502, ("other_encoding",)),
    ]


def test_utf8_lines_in_an_old_file_do_not_become_nonsense(tmp_path):
    lines = [f"客户{n},深圳市南山区\n".encode("utf-8" if n == 40 else "gb18030") for n in range(90)]
    rows = all_rows(open_list(put(tmp_path, "姓名,地址\n".encode("gb18030") + b"".join(lines))))
    assert [row.cells for row in rows] == [[f"客户{n}", "深圳市南山区"] for n in range(90)]
    assert [row.number for row in rows if row.faults] == [42]


def test_a_row_in_gbk_far_behind_plain_latin_is_read(tmp_path):
    content = b"name,city\n" + b"Ann,Berlin\n" * 90_000 + "李雷,深圳\n".encode("gb18030")
    rows = all_rows(open_list(put(tmp_path, content)))
    assert rows[-1].cells == ["李雷", "深圳"]


def test_nul_characters_are_left_out_and_told(tmp_path):
    rows = all_rows(open_list(put(tmp_path, b"name,city\nAnn,Ber\0lin\nBob,Rome\n" + b"Cid,Oslo\n" * 40)))
    assert [row.cells for row in rows[:2]] == [["Ann", "Berlin"], ["Bob", "Rome"]]
    assert [row.faults for row in rows[:2]] == [("nul",), ()]


def test_a_quote_that_never_closes_costs_its_own_row_only(tmp_path):
    text = 'name,note\nAnn,"5 inch\nBob,b\n' + "".join(f'N{n},"x{n}, y"\n' for n in range(3))
    rows = all_rows(open_list(put(tmp_path, (text + 'Eve,"open\nZoe,z\n').encode())))
    assert [row.cells[0] for row in rows][-2:] == ["Eve", "Zoe"]
    assert rows[-2].faults == ("open_quote",)


def test_an_open_quote_in_a_long_file_is_mended_where_it_stands(tmp_path):
    text = "name,note\n" + "Ann,a\n" * 100 + 'Bob,"open\n' + "Cid,c\n" * 60_000
    rows = all_rows(open_list(put(tmp_path, text.encode())))
    assert len(rows) == 60_101
    assert (rows[100].cells, rows[100].faults) == (["Bob", '"open'], ("open_quote",))
    assert not any(row.faults for row in rows[101:])


def test_a_file_full_of_open_quotes_is_refused_soon(tmp_path):
    path = put(tmp_path, b"name,note\n" + b'x","y\n' * 20_000)
    began = time.monotonic()
    assert code_of(path, delimiter=",", header_row=1) == "open_quotes"
    assert time.monotonic() - began < 30
    assert (
        sum(1 for _ in all_rows(open_list(path, options=Layout(delimiter=",", quote="", header_row=1))))
        == 20_000
    )


def test_a_row_of_a_million_columns_is_refused_or_cut(tmp_path):
    wide = b"x," * 300_000
    assert code_of(put(tmp_path, wide + b"\n" + wide + b"\n")) == "too_many_columns"
    rows = all_rows(open_list(put(tmp_path, b"name,city\n" + b"Ann,Rome\n" * 300 + wide + b"\nBob,Oslo\n")))
    assert (rows[300].faults, len(rows[300].cells)) == (("too_many_cells",), 1000)
    assert rows[301].cells == ["Bob", "Oslo"]


def test_a_line_without_end_is_refused_at_once_and_left_out_later(tmp_path):
    memory = psutil.Process().memory_info
    path = tmp_path / "endless.csv"
    with path.open("wb") as handle:
        for _ in range(100):
            handle.write(b"x," * (MIB // 2))
    before, began = memory().rss, time.monotonic()
    assert code_of(path) == "one_line"
    content = b"name,city\n" + b"Ann,Rome\n" * 300
    path.write_bytes(content + path.read_bytes() + b"\nBob,Oslo\n")
    before = memory().rss
    rows = all_rows(open_list(path))
    assert (rows[300].number, rows[300].faults) == (302, ("line_too_long", "too_many_cells"))
    assert (rows[301].number, rows[301].cells) == (303, ["Bob", "Oslo"])
    assert time.monotonic() - began < 20
    assert memory().rss - before < 60 * MIB


def test_a_wide_character_file_cut_in_half_a_character_is_read(tmp_path):
    content = "姓名,地址\n李雷,深圳\n韩梅梅,苏州\n".encode("utf-16")
    rows = all_rows(open_list(put(tmp_path, content[:-1])))
    assert rows[0].cells == ["李雷", "深圳"]


@pytest.mark.parametrize("seed", range(30))
def test_no_bytes_whatever_make_it_fail_otherwise(tmp_path, seed):
    dice = random.Random(seed)
    pieces = [
        b"a,b,c",
        b'"',
        b"\n",
        b"\r",
        b",",
        b"\t",
        b"\0",
        "李雷".encode(),
        "李雷".encode("gb18030"),
        b"\xff",
        b"';",
    ]
    path = put(tmp_path, b"".join(dice.choice(pieces) for _ in range(dice.randrange(1, 4000))))
    if told := refusal_of(path):
        assert str(told)
        return
    listed = open_list(path)
    rows = all_rows(listed)
    assert listed.count == len(rows)
    assert all(len(row.cells) >= len(listed.columns) for row in rows)
    assert [row.number for row in rows] == sorted({row.number for row in rows})


def test_a_zip_bomb_is_known_by_its_directory(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", bytes(100 * MIB))
    assert code_of(path) == "bomb"


def test_a_bomb_that_calls_itself_a_spreadsheet_is_not_opened(tmp_path):
    path = xlsx(
        tmp_path / "bomb.xlsx",
        {"A": sheet_xml([["x"]]).replace("<sheetData>", "<sheetData>" + " " * 90 * MIB)},
    )
    assert code_of(path) == "bomb"


def test_a_spreadsheet_that_lies_about_its_size_hurts_only_its_own_process(tmp_path):
    path = xlsx(tmp_path / "lie.xlsx", {"A": sheet_xml([["x" * 100] * 5] * 1000)})
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    path.write_bytes(data)
    began = time.monotonic()
    told = refusal_of(path)
    assert told is None or told.code in ("damaged", "too_much")
    assert time.monotonic() - began < 30


def test_two_cells_in_far_corners_do_not_fill_the_memory(tmp_path):
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    path = xlsx(tmp_path / "far.xlsx", {"A": sheet_xml([]).replace("</sheetData>", corners)})
    before, began = psutil.Process().memory_info().rss, time.monotonic()
    assert code_of(path) == "too_much"
    assert time.monotonic() - began < 30
    assert psutil.Process().memory_info().rss - before < 60 * MIB


def test_a_table_that_repeats_a_row_without_end_is_stopped(tmp_path):
    path = ods(tmp_path / "far.ods", [["x"] * 50], row_attributes=' table:number-rows-repeated="1000000000"')
    began = time.monotonic()
    assert code_of(path) in ("too_much", "damaged")
    assert time.monotonic() - began < 120


def test_entities_that_multiply_themselves_are_not_expanded(tmp_path):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    xml = laughs + sheet_xml([["name"], ["KEEP"]]).replace("KEEP", "&b;")
    path = xlsx(tmp_path / "laugh.xlsx", {"A": xml})
    told = refusal_of(path)
    assert told.code == "damaged" if told else "haha" not in str(all_rows(open_list(path)))


def test_a_spreadsheet_with_a_password_is_told(tmp_path):
    assert code_of(compound(tmp_path / "locked.xlsx", "EncryptedPackage", b"secret")) == "encrypted"
    assert code_of(ods(tmp_path / "locked.ods", [["a"]], encrypted=True)) == "encrypted"


def test_a_damaged_spreadsheet_is_told(tmp_path):
    path = xlsx(tmp_path / "list.xlsx", {"A": [["姓名"], ["李雷"]]})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert code_of(path) == "damaged"
    assert code_of(compound(tmp_path / "word.doc", "WordDocument", b"text")) == "damaged"


def test_what_cannot_be_opened_and_what_never_ends_is_told(tmp_path):
    circle, pipe = tmp_path / "circle.csv", tmp_path / "pipe.csv"
    circle.symlink_to(circle)
    os.mkfifo(pipe)
    assert (code_of(circle), code_of(pipe)) == ("no_access", "other_format")


def test_wrong_choices_of_a_person_are_told(tmp_path):
    path = put(tmp_path, "姓名,手机\n李雷,1\n".encode())
    assert code_of(path, encoding="klingon") == "unknown_encoding"
    for wrong in ("zip", "rot13", "undefined", "idna", "utf-32", "cp037"):
        assert code_of(path, encoding=wrong) == "unknown_encoding"
    assert code_of(path, delimiter="::") == code_of(path, delimiter='"') == "wrong_mark"
    assert code_of(path, header_row=99) == "no_header_row"


def test_every_reason_is_said_in_both_languages():
    details = {"size": 1, "limit": 1, "row": 1, "sheet": "x", "sheets": "x", "encoding": "x"}
    for code in ("gone", "bomb", "open_quotes", "no_sheet", "unknown_encoding"):
        with override("zh-hans"):
            assert "%" not in unreadable_text(code, details)
    with override("zh-hans"):
        assert row_fault_text("too_many_cells") != "The row has more cells than there are columns."
