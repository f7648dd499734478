"""Folders and zip files of lists."""

import zipfile

import pytest

from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.lists import open_list
from zhiji.integration.files.reading.tests.making import xlsx
from zhiji.integration.files.reading.tests.test_cards import V3
from zhiji.integration.files.reading.tests.test_texts import all_rows


def fill(folder):
    (folder / "b").mkdir(parents=True)
    (folder / "a.csv").write_text("姓名,手机\n李雷,13800138000\n韩梅梅,13900139000\n", "gb18030")
    xlsx(folder / "b" / "c.xlsx", {"A": [["手机", "姓名", "地址"], ["13700137000", "王强", "北京"]]})
    (folder / "b" / "d.vcf").write_text(V3, "utf-8")
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7")
    (folder / ".hidden.csv").write_text("name\nNobody\n", "utf-8")
    return folder


def test_all_lists_of_a_folder_are_one_list(tmp_path):
    listed = open_list(fill(tmp_path / "lists"))
    assert listed.columns[:4] == ["姓名", "手机", "地址", "name"]
    told = [(row.part, row.number, row.cells[0], row.cells[2]) for row in all_rows(listed)]
    assert told == [
        ("a.csv", 2, "李雷", ""),
        ("a.csv", 3, "韩梅梅", ""),
        ("b/c.xlsx", 2, "王强", "北京"),
        ("b/d.vcf", 1, "", ""),
    ]
    assert [(left.part, left.why.code) for left in listed.left_out] == [("notes.pdf", "pdf")]
    assert (listed.count, listed.layout.kind) == (4, "folder")
    assert [row.part for row in all_rows(listed, 2)] == ["b/c.xlsx", "b/d.vcf"]


def test_a_zip_file_is_read_like_the_folder_in_it(tmp_path):
    folder = fill(tmp_path / "lists")
    with zipfile.ZipFile(tmp_path / "lists.zip", "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    listed = open_list(tmp_path / "lists.zip")
    assert [row.part for row in all_rows(listed)] == ["a.csv", "a.csv", "b/c.xlsx", "b/d.vcf"]


def test_an_entry_that_points_outside_stays_inside(tmp_path):
    with zipfile.ZipFile(tmp_path / "lists.zip", "w") as archive:
        archive.writestr("../../outside.csv", "name,city\nAnn,Rome\n")
    listed = open_list(tmp_path / "lists.zip")
    assert all_rows(listed)[0].cells == ["Ann", "Rome"]
    assert not (tmp_path.parent / "outside.csv").exists()


def test_chinese_names_of_entries_are_read_as_chinese_programs_write_them(tmp_path):
    with zipfile.ZipFile(tmp_path / "lists.zip", "w") as archive:
        info = zipfile.ZipInfo("name")
        info.filename = "客户.csv".encode("gb18030").decode("cp437")
        archive.writestr(info, "name,city\nAnn,Rome\n")
    data = (tmp_path / "lists.zip").read_bytes()
    wrong, right = "客户.csv".encode("gb18030").decode("cp437").encode(), "客户.csv".encode("gb18030")
    assert len(wrong) != len(right)
    (tmp_path / "lists.zip").write_bytes(_renamed(data, wrong, right))
    assert all_rows(open_list(tmp_path / "lists.zip"))[0].part == "客户.csv"


def _renamed(data, wrong, right):
    """Puts the bytes of a name in place of others, with its length, and takes the sign for UTF-8 off."""
    out = bytearray(data.replace(wrong, right))
    local, central = out.find(b"PK\x03\x04"), out.find(b"PK\x01\x02")
    out[local + 6 : local + 8] = out[central + 8 : central + 10] = b"\0\0"
    out[local + 26] = out[central + 28] = len(right)
    end = out.find(b"PK\x05\x06")
    out[end + 12 : end + 16] = (end - central).to_bytes(4, "little")
    out[end + 16 : end + 20] = central.to_bytes(4, "little")
    return bytes(out)


def test_a_folder_without_lists_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableList, match="no list"):
        open_list(tmp_path / "empty")


def test_zip_files_within_zip_files_are_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as archive:
        archive.writestr("a.csv", "name,city\nAnn,Rome\n")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(tmp_path / "inner.zip", "inner.zip")
        archive.writestr("b.csv", "name,city\nBob,Oslo\n")
    listed = open_list(tmp_path / "outer.zip")
    assert [row.cells for row in all_rows(listed)] == [["Bob", "Oslo"]]
    assert [left.why.code for left in listed.left_out] == ["other_format"]


def test_a_zip_file_with_a_password_is_told(tmp_path):
    path = tmp_path / "locked.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "name\nAnn\n")
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(UnreadableList, match="password"):
        open_list(path)
