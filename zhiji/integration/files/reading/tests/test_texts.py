"""Text tables of every usual kind, made as the programs of the world make them."""

import csv
import io

import pytest

from zhiji.integration.files.reading.layout import Layout
from zhiji.integration.files.reading.lists import open_list

COLUMNS = ["客户编号", "姓名", "单位", "手机", "地址"]
ROWS = [
    ["K001", "李雷", "深圳蓝天电子有限公司", "13800138000", "广东省深圳市南山区科技园1号, 3 楼"],
    ["K002", "韩梅梅", "苏州工业园区精密机械厂", "13900139000", "江苏省苏州市工业园区星湖街8号"],
    ["K003", "王强", "北京大学", "13700137000", "北京市海淀区颐和园路5号"],
]
TRADITIONAL = [["K001", "陳建國", "台北電子股份有限公司", "0912345678", "台北市信義區忠孝東路5號"]] * 3


def written(columns, rows, delimiter=",", newline="\r\n"):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=newline)
    writer.writerows([columns, *rows])
    return stream.getvalue()


def put(tmp_path, content, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def all_rows(listed, start=0):
    return [row for batch in listed.rows(start) for row in batch]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_a_chinese_list_is_read_however_it_is_written(tmp_path, delimiter, encoding, newline):
    listed = open_list(put(tmp_path, written(COLUMNS, ROWS, delimiter, newline).encode(encoding)))
    assert listed.columns == COLUMNS
    assert [row.cells for row in all_rows(listed)] == ROWS
    assert [row.number for row in all_rows(listed)] == [2, 3, 4]
    assert (listed.count, listed.count_is_exact) == (3, True)
    assert (listed.layout.delimiter, listed.layout.header_row) == (delimiter, 1)
    assert not any(row.faults for row in all_rows(listed))


def test_a_traditional_list_in_big5_is_not_taken_for_simplified(tmp_path):
    columns = ["客戶編號", "姓名", "公司名稱", "手機", "地址"]
    listed = open_list(put(tmp_path, written(columns, TRADITIONAL).encode("big5")))
    assert (listed.layout.encoding, listed.columns) == ("big5", columns)
    assert [row.cells for row in all_rows(listed)] == TRADITIONAL


@pytest.mark.parametrize("name", ["Müller", "José Núñez", "Søren Ågård", "François Lefèvre", "Straße 5"])
def test_latin_names_with_accents_are_not_taken_for_chinese(tmp_path, name):
    text = written(["Name", "Company", "Phone"], [[name, "Große Söhne GmbH", "+49 89 1234567"]] * 5)
    listed = open_list(put(tmp_path, text.encode("cp1252")))
    assert listed.layout.encoding == "cp1252"
    assert all_rows(listed)[0].cells == [name, "Große Söhne GmbH", "+49 89 1234567"]


def test_titles_and_empty_rows_above_the_header_are_passed_over(tmp_path):
    text = "2024年客户名单,,,,\r\n制表人：王强,,,,\r\n\r\n" + written(COLUMNS, ROWS) + ",,,,\r\n\r\n"
    listed = open_list(put(tmp_path, text.encode("gb18030")))
    assert (listed.columns, listed.layout.header_row) == (COLUMNS, 4)
    assert [row.number for row in all_rows(listed)] == [5, 6, 7]
    assert listed.count == 3


def test_many_empty_lines_above_a_list_are_passed_over(tmp_path):
    listed = open_list(put(tmp_path, b"\r\n" * 50_000 + written(COLUMNS, ROWS).encode()))
    assert (listed.columns, listed.layout.header_row, listed.count) == (COLUMNS, 50_001, 3)


def test_a_list_without_header_keeps_its_first_row(tmp_path):
    text = "".join(",".join(row).replace(", 3 楼", "") + "\n" for row in ROWS)
    listed = open_list(put(tmp_path, text.encode()))
    assert (listed.layout.header_row, listed.columns) == (0, ["[A]", "[B]", "[C]", "[D]", "[E]"])
    assert [row.number for row in all_rows(listed)] == [1, 2, 3]


def test_companies_with_a_telling_word_are_no_header(tmp_path):
    text = "深圳电话设备有限公司,李雷\n上海手机配件厂,韩梅梅\n北京邮箱科技集团,王强\n"
    assert open_list(put(tmp_path, text.encode())).count == 3


def test_a_header_of_unknown_words_is_known_by_the_values_below(tmp_path):
    text = "Foo,Bar,Baz\nx,13800138000,a@b.cn\ny,13900139000,c@d.cn\n"
    listed = open_list(put(tmp_path, text.encode()))
    assert listed.columns == ["Foo", "Bar", "Baz"]


def test_a_header_in_two_rows_is_joined(tmp_path):
    text = "客户名称,联系方式,,地址\n,手机,邮箱,\n"
    text += "蓝天电子,13800138000,a@b.cn,深圳市\n精密机械,13900139000,c@d.cn,苏州市\n"
    listed = open_list(put(tmp_path, text.encode()))
    assert listed.columns == ["客户名称", "手机", "邮箱", "地址"]
    assert listed.count == 2


def test_equal_and_missing_names_of_columns_are_told_apart(tmp_path):
    text = "姓名,电话,电话,,电话\n李雷,0755-1,0755-2,x,0755-3\n"
    listed = open_list(put(tmp_path, text.encode()))
    assert listed.columns == ["姓名", "电话", "电话 (2)", "[D]", "电话 (3)"]


def test_a_list_of_one_column_stays_one_column(tmp_path):
    text = "邮箱\n" + "".join(f"user{n}@example.cn\n" for n in range(30))
    listed = open_list(put(tmp_path, text.encode()))
    assert (listed.columns, listed.layout.delimiter, listed.count) == (["邮箱"], "", 30)


def test_the_directive_of_spreadsheet_programs_decides_the_delimiter(tmp_path):
    listed = open_list(put(tmp_path, b"sep=;\r\nname;note\r\nAnn;a,b,c\r\nBob;d,e,f\r\n"))
    assert (listed.columns, listed.layout.delimiter) == (["name", "note"], ";")
    assert [(row.number, row.cells) for row in all_rows(listed)] == [
        (3, ["Ann", "a,b,c"]),
        (4, ["Bob", "d,e,f"]),
    ]


def test_line_breaks_and_quotes_inside_cells_belong_to_the_cell(tmp_path):
    rows = [["Ann", 'say "hi"\r\nand go', "x"], ["Bob", "one\ntwo\nthree", "y"], ["Cid", "plain", "z"]]
    listed = open_list(put(tmp_path, written(["name", "note", "title"], rows).encode()))
    assert [row.cells for row in all_rows(listed)] == rows
    assert [row.number for row in all_rows(listed)] == [2, 3, 4]


def test_apostrophes_around_cells_are_quotes_where_nothing_else_is(tmp_path):
    text = "'name','note'\n" + "'Ann, Lee','a'\n" * 5
    listed = open_list(put(tmp_path, text.encode()))
    assert (listed.columns, all_rows(listed)[0].cells) == (["name", "note"], ["Ann, Lee", "a"])


def test_reading_goes_on_at_any_row(tmp_path):
    rows = [
        [f"K{n}", f"name {n}", f'a "quoted"\nline {n}' if n % 7 == 0 else "plain", "x" * 50]
        for n in range(9000)
    ]
    path = put(tmp_path, written(["编号", "姓名", "备注", "说明"], rows).encode("gb18030"))
    whole = all_rows(open_list(path))
    assert [row.cells for row in whole] == rows
    for start in (0, 1, 2000, 4999, 8999, 9000, 20000):
        fresh, used = open_list(path), open_list(path)
        assert used.count == 9000
        assert all_rows(fresh, start) == all_rows(used, start) == whole[start:]


def test_a_person_corrects_the_layout_and_it_is_remembered(tmp_path):
    path = put(tmp_path, "名单;x\n李雷;深圳, 南山\n".encode("gb18030"))
    chosen = Layout(encoding="gbk", delimiter=",", header_row=0)
    listed = open_list(path, options=chosen)
    assert [row.cells for row in all_rows(listed)] == [["名单;x", ""], ["李雷;深圳", " 南山"]]
    kept = Layout.from_json(listed.layout.as_json())
    assert kept == listed.layout
    assert all_rows(open_list(path, options=kept)) == all_rows(listed)


def test_what_is_remembered_of_another_kind_of_file_does_not_count(tmp_path):
    path = put(tmp_path, written(COLUMNS, ROWS).encode())
    listed = open_list(path, options=Layout(kind="sheets", sheet="x", header_row=7))
    assert listed.columns == COLUMNS


def test_rows_with_too_many_or_too_few_cells_are_told_and_kept(tmp_path):
    text = "姓名,手机,地址\n李雷,13800138000,深圳\n韩梅梅\n王强,13700137000,北京,多余,的\n赵敏,1,2,,\n"
    rows = all_rows(open_list(put(tmp_path, text.encode())))
    assert [row.faults for row in rows] == [(), ("too_few_cells",), ("too_many_cells",), ()]
    assert [row.cells for row in rows[1:]] == [
        ["韩梅梅", "", ""],
        ["王强", "13700137000", "北京", "多余", "的"],
        ["赵敏", "1", "2"],
    ]
