"""Spreadsheets, new and old: cells come out as a person would write them."""

import datetime

import pytest

from zhiji.integration.files.reading.cells import cell_text, is_rounded
from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.layout import Layout
from zhiji.integration.files.reading.lists import open_list
from zhiji.integration.files.reading.tests.making import Day, formula, ods, xls, xlsx
from zhiji.integration.files.reading.tests.test_texts import all_rows

ROWS = [["姓名", "手机", "编号"], ["李雷", 13800138000, "007"], ["韩梅梅", 13900139000, "008"]]
READ = [["李雷", "13800138000", "007"], ["韩梅梅", "13900139000", "008"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13800138000.0, "13800138000"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (-5.0, "-5"),
        (1e20, "100000000000000000000"),
        (440301199001011234.0, "440301199001011000"),
        (True, "TRUE"),
        ("007", "007"),
        (datetime.datetime(2024, 3, 1), "2024-03-01"),  # noqa: DTZ001 spreadsheets know no zones
        (datetime.datetime(2024, 3, 1, 9, 5), "2024-03-01 09:05"),  # noqa: DTZ001
        (datetime.date(2024, 3, 1), "2024-03-01"),
        (datetime.timedelta(hours=30, minutes=5), "30:05:00"),
        (float("inf"), "inf"),
    ],
)
def test_a_cell_is_written_as_a_person_would(value, text):
    assert cell_text(value) == text


def test_numbers_that_have_lost_digits_are_known():
    assert is_rounded(440301199001011234.0)
    assert not is_rounded(13800138000.0)


@pytest.mark.parametrize("make", [lambda p, r: xlsx(p, {"客户": r}), ods, xls])
def test_a_sheet_is_read_whatever_program_wrote_it(tmp_path, make):
    listed = open_list(make(tmp_path / "list.bin", ROWS))
    assert (listed.columns, listed.layout.kind, listed.layout.header_row) == (
        ["姓名", "手机", "编号"],
        "sheets",
        1,
    )
    assert [row.cells for row in all_rows(listed)] == READ
    assert [row.number for row in all_rows(listed)] == [2, 3]
    assert (listed.count, listed.count_is_exact) == (2, True)


def test_days_numbers_and_formulas_come_out_as_seen(tmp_path):
    rows = [
        ["姓名", "生日", "见面", "数量", "比例", "公式", "是否"],
        ["李雷", Day(45352), Day(45352.375), 12.0, 0.125, formula('HYPERLINK("http://x")', 42), True],
    ]
    listed = open_list(xlsx(tmp_path / "list.xlsx", {"A": rows}))
    assert all_rows(listed)[0].cells == [
        "李雷",
        "2024-03-01",
        "2024-03-01 09:00",
        "12",
        "0.125",
        "42",
        "TRUE",
    ]


def test_a_number_that_lost_digits_is_told_with_its_row(tmp_path):
    listed = open_list(
        xlsx(tmp_path / "list.xlsx", {"A": [["姓名", "身份证"], ["李雷", 440301199001011234]]})
    )
    assert all_rows(listed)[0].faults == ("rounded_number",)


def test_the_fullest_sheet_is_taken_and_another_can_be_chosen(tmp_path):
    path = xlsx(
        tmp_path / "list.xlsx",
        {"说明": [["请填写"]], "客户": ROWS, "旧": ROWS * 9, "空": []},
        hidden=("旧",),
    )
    listed = open_list(path)
    assert (listed.layout.sheet, listed.layout.sheets) == ("客户", ("说明", "客户", "旧", "空"))
    assert open_list(path, options=Layout(sheet="旧", header_row=1)).count == 26
    with pytest.raises(UnreadableList, match="客户"):
        open_list(path, options=Layout(sheet="不存在"))


def test_titles_gaps_and_numbers_of_rows_are_as_the_program_shows_them(tmp_path):
    rows = [["客户名单"], [], ["", *ROWS[0]], ["", *ROWS[1]], [], ["", *ROWS[2]]]
    listed = open_list(xlsx(tmp_path / "list.xlsx", {"A": rows}))
    assert (listed.layout.header_row, listed.columns) == (3, ["[A]", "姓名", "手机", "编号"])
    assert [(row.number, row.cells[1]) for row in all_rows(listed)] == [(4, "李雷"), (6, "韩梅梅")]


def test_the_last_cells_of_a_row_may_be_empty(tmp_path):
    listed = open_list(
        xlsx(tmp_path / "list.xlsx", {"A": [["姓名", "手机", "备注"], ["李雷", "1"], ["王强"]]})
    )
    assert [(row.cells, row.faults) for row in all_rows(listed)] == [
        (["李雷", "1", ""], ()),
        (["王强", "", ""], ()),
    ]


def test_reading_a_sheet_goes_on_at_any_row(tmp_path):
    rows = [["姓名", "编号"], *([f"客户{n}", f"K{n}"] for n in range(3500))]
    listed = open_list(xlsx(tmp_path / "list.xlsx", {"A": rows}))
    for start in (0, 999, 1000, 2500, 3499, 3500):
        assert [row.cells for row in all_rows(listed, start)] == rows[1 + start :]
