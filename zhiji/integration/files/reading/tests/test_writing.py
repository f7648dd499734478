"""What is written for spreadsheet programs can't run there, and comes back as it was."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiji.integration.files.reading.layout import Row
from zhiji.integration.files.reading.lists import open_list
from zhiji.integration.files.reading.tests.making import xlsx
from zhiji.integration.files.reading.tests.test_texts import all_rows
from zhiji.integration.files.reading.writing import OWN_LAYOUT, write_faults
from zhiji.lib.csv_writing import write_csv
from zhiji.lib.formula_marks import marked, unmarked

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
TRAPS = st.sampled_from(
    ["+8613800138000", "-5", "=x", "@SUM(A1)", "'", "'=x", "''+", "'t Hooft", "\tx", "＝1", '"', "\r\n="]
)
CELL = TEXT | TRAPS | st.tuples(TRAPS, TEXT).map("".join)
WIDTH = 3


@given(CELL)
def test_a_marked_cell_cannot_run_and_comes_back(cell):
    assert not marked(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert unmarked(marked(cell)) == cell


@pytest.mark.parametrize("cell", ["'t Hooft", "’s", "李雷", "", "a=b", "'"])
def test_a_harmless_cell_bears_no_mark(cell):
    assert marked(cell) == unmarked(cell) == cell


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=8))
def test_a_list_that_is_written_and_read_is_the_same_list(tmp_path, rows):
    path = tmp_path / "own.csv"
    wanted = [row for row in rows if "".join(row).strip(" \t\r\n\x1a")]
    write_csv(path, ["姓名", "备注", "手机"], rows)
    if not wanted:
        return
    listed = open_list(path, options=OWN_LAYOUT)
    assert [row.cells for row in all_rows(listed)] == wanted
    assert not any(row.faults for row in all_rows(listed))


def test_an_export_opened_without_any_hint_is_unchanged(tmp_path):
    rows = [
        ["李雷", "+8613800138000", "-5", "=x"],
        ["韩梅梅", "+8613900139000", "'quoted'", '说"好"，\n再来'],
        ["'t Hooft", "", "@home", "0012"],
    ]
    path = tmp_path / "own.csv"
    assert write_csv(path, ["姓名", "手机", "余额", "备注"], iter(rows)) == 3
    listed = open_list(path)
    assert listed.columns == ["姓名", "手机", "余额", "备注"]
    assert [row.cells for row in all_rows(listed)] == rows


def test_an_export_saved_as_a_workbook_meanwhile_is_unchanged(tmp_path):
    path = xlsx(tmp_path / "own.xlsx", {"A": [["姓名", "手机"], ["李雷", marked("+8613800138000")]]})
    assert all_rows(open_list(path))[0].cells == ["李雷", "+8613800138000"]


def test_a_spreadsheet_program_sees_utf8_and_no_formula(tmp_path):
    path = tmp_path / "own.csv"
    write_csv(path, ["姓名", "=cmd"], [["李雷", '=HYPERLINK("x")'], ["\udc80\0x", "-1"]])
    assert open_list(path, options=OWN_LAYOUT).columns == ["姓名", "=cmd"]
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    seen = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert seen == [["姓名", "'=cmd"], ["李雷", '\'=HYPERLINK("x")'], ["x", "'-1"]]


def test_rows_that_could_not_be_taken_keep_their_columns_and_get_a_reason():
    stream = io.StringIO(newline="")
    faults = [Row(3, ["李雷", "+1"]), Row(9, ["短"])]
    write_faults(
        stream,
        ["姓名", "手机"],
        [(row.number, row.cells, "=wrong") for row in faults],
        number_name="行",
        reason_name="原因",
    )
    assert stream.getvalue() == ("\ufeff姓名,手机,行,原因\r\n李雷,'+1,3,'=wrong\r\n短,,9,'=wrong\r\n")
