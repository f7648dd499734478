"""Lists brought in from a terminal."""

import zipfile

import pytest

from zhiji.config.cli import main
from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.models import Import
from zhiji.integration.files.tests.bringing import write

pytestmark = pytest.mark.django_db
LIST = "id,company,name,mail\n" + "\n".join(
    f"K{n},Firm {n // 3} Ltd,Ann Lee {n},ann{n}@firm{n // 3}.example" for n in range(9)
)


def test_a_terminal_checks_first_and_brings_in_then(tmp_path, capsys):
    path = write(tmp_path, "list.csv", LIST + "\nK9,,,nobody@x.example\n")
    assert main(["import", str(path), "--source", "Sales", "--dry-run"]) == 1
    assert "Would be: 9 new, 1 wrong" in capsys.readouterr().out
    assert not Customer.objects.exists()
    wrong = tmp_path / "wrong.csv"
    words = ["import", str(path), "--source", "Sales", "--yes", "--map", "mail=", "--errors", str(wrong)]
    assert main(words) == 1
    assert "9 new, 1 wrong" in capsys.readouterr().out
    assert "nobody@x.example" in wrong.read_text(encoding="utf-8-sig")
    assert not Customer.objects.filter(contact_points__kind="mail").exists()


def test_a_folder_is_one_list_and_a_strange_column_is_told(tmp_path, capsys):
    folder = tmp_path / "lists"
    folder.mkdir()
    write(folder, "a.csv", "name,mobile\nAnn Lee,13800138000\n")
    write(folder, "b.csv", "姓名,手机\n李雷,13800138001\n", "gb18030")
    assert main(["import", str(folder), "--source", "Fair", "--yes"]) == 0
    assert set(Customer.objects.values_list("name", flat=True)) == {"Ann Lee", "李雷"}
    assert main(["import", str(folder / "a.csv"), "--map", "Nmae=name", "--yes"]) == 1
    assert "There is no column Nmae" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "nowhere.csv")]) == 1


def test_a_bomb_is_refused_with_a_sentence(tmp_path, capsys):
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("list.csv", "w", force_zip64=True) as handle,
    ):
        for _part in range(200):
            handle.write(bytes(1 << 20))
    assert main(["import", str(path), "--yes"]) == 1
    assert capsys.readouterr().err.strip()
    assert not Import.objects.exists()
