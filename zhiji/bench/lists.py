"""Bringing a list in: a generated one of as many rows as the measured company has customers, into an empty database."""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from zhiji.bench.figures import Figure
from zhiji.bench.rows import ROWS, _family, _held
from zhiji.bench.site import Site

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉建国华志晨宇浩然梓涵雨欣"
_BRANDS = "蓝天华信科创恒泰瑞丰金鼎远东联达宏图星辰天宇博雅安正德隆嘉盛凯源"
_BUSINESS = ("电子", "科技", "机械", "自动化", "光电", "通信", "软件", "仪器", "精密", "新材料")
_FORMS = ("有限公司", "股份有限公司", "有限责任公司")
_CITIES = (
    ("深圳市", "南山区", "0755"), ("上海市", "浦东新区", "021"), ("北京市", "海淀区", "010"),
    ("苏州市", "虎丘区", "0512"), ("东莞市", "南城街道", "0769"), ("广州市", "天河区", "020"),
    ("杭州市", "西湖区", "0571"), ("成都市", "武侯区", "028"),
)  # fmt: skip
_TITLES = ("采购经理", "工程师", "总经理", "财务", "技术总监", "销售代表")
_COLUMNS = ("客户编号", "单位", "姓名", "手机", "电话", "邮箱", "地址", "职务")
_PEOPLE_IN_FIRM = 4


def rows_of_list(count: int, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """Makes the rows of a list: a quarter as many companies as people, whose rows stand anywhere in it."""
    dice = random.Random(seed)
    for number in range(count):
        firm = dice.randrange(max(1, count // _PEOPLE_IN_FIRM))
        name, phone, domain, address = _firm(firm)
        person = dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, dice.choice((1, 2, 2))))
        mobile = f"{dice.choice(('138', '139', '186', '137'))}{number % 10**8:08d}"
        mail = f"user{number}@{domain}"
        yield f"K{number:07d}", name, person, mobile, phone, mail, address, dice.choice(_TITLES)


def _firm(number: int) -> tuple[str, str, str, str]:
    dice = random.Random(number)
    city, district, area = dice.choice(_CITIES)
    brand = "".join(dice.sample(_BRANDS, 4))
    name = f"{city}{brand}{dice.choice(_BUSINESS)}{dice.choice(_FORMS)}"
    phone = f"{area}-{dice.randrange(20_000_000, 89_999_999)}"
    return name, phone, f"firm{number}.example", f"{city}{district}科技路{number % 900 + 1}号"


def import_list(site: Site) -> list[Figure]:
    """Brings a list in by the engine, and tells rows a second, until searchable too, memory, and waits of others."""
    with tempfile.TemporaryDirectory(prefix="zhiji-import-") as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(_COLUMNS)
            writer.writerows(rows_of_list(site.customers))
        told, memory = _run(path, Path(folder))
    rows, goal = told["rows"], 5000
    return [
        Figure("import", site.vendor, rows / told["rows_seconds"], "rows/s", 0, goal, more_is_better=True),
        Figure("import_all", site.vendor, rows / told["seconds"], "rows/s", 0, 0, more_is_better=True,
               note="until searchable"),
        Figure("import_memory", site.vendor, memory / 1000, "MB", 0, 700, note="both processes"),
        Figure("import_holds", site.vendor, told["held_p95"] * 1000, "ms p95", 0, *_held_by_block(site)),
    ]  # fmt: skip


ROWS["import"] = import_list


def _held_by_block(site: Site) -> tuple[float, bool, str]:
    """The most that a block may take: on SQLite all other writers wait for it, on PostgreSQL hardly anybody."""
    if site.vendor == "sqlite":
        return 100, False, "one block"
    return 1000, False, "one block; who comes to know the same strangers waits"


def _run(path: Path, folder: Path) -> tuple[dict[str, Any], int]:
    """Runs the import in processes of its own on an empty database; returns what it told and its most memory (kB)."""
    address = _empty_database(folder)
    environ = {**os.environ, "ZHIJI_DATABASE_URL": address, "ZHIJI_DATA_DIR": str(folder / "data")}
    command = [sys.executable, "-m", "zhiji.bench.one_list", str(path)]
    try:
        with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE) as process:
            watch = _Watch(process.pid)
            watch.start()
            out, _err = process.communicate()
        if process.returncode:
            raise RuntimeError("The import did not come to its end.")
        return json.loads(out.splitlines()[-1]), watch.most
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP DATABASE IF EXISTS zhiji_bench_import WITH (FORCE)")


def _empty_database(folder: Path) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder / 'import.sqlite3'}"
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS zhiji_bench_import WITH (FORCE)")
        cursor.execute("CREATE DATABASE zhiji_bench_import")
    parts = urlsplit(os.environ["ZHIJI_DATABASE_URL"])
    return urlunsplit(parts._replace(path="/zhiji_bench_import"))


class _Watch(threading.Thread):
    """Looks now and then at how much memory a process and all that it started hold.

    Not oftener: to add it up, Linux goes through all pages of a process, which takes its time from what is measured.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most = pid, 0

    def run(self) -> None:
        """Looks until the process has ended."""
        while Path(f"/proc/{self.pid}").exists():
            held = 0
            for member in _family(self.pid):
                try:
                    held += _held(member)
                except (OSError, StopIteration):
                    continue
            self.most = max(self.most, held)
            time.sleep(2)
