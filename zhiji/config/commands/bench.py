import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument(
        "names", nargs="*", help="rows to measure, for example: search customer_page (default: all)"
    )
    parser.add_argument("--customers", type=int, default=1_000_000, help="size of the measured company")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--json", help="write the figures into this file as well")
    parser.add_argument(
        "--keep", help="folder for the measured databases, so that the next run needs not fill them"
    )
    parser.add_argument("--inside", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, env: Env) -> int:
    """Measures on databases of its own, never on the installation's, and prints a table."""
    if options.inside:
        return _inside(options)
    from zhiji.bench.cluster import Cluster, free_port
    from zhiji.bench.figures import Figure, table

    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="zhiji-bench-") as scratch:
        folder = Path(options.keep).absolute() if options.keep else Path(scratch)
        if options.database in {"sqlite", "both"}:
            home = folder / f"sqlite-{options.customers}"
            figures += _measured(options, home, f"sqlite:///{home / 'zhiji.sqlite3'}")
        if options.database in {"postgresql", "both"}:
            home = folder / f"postgresql-{options.customers}"
            cluster = Cluster(free_port(), folder=home / "cluster" if options.keep else None)
            cluster.start()
            try:
                cluster.create_database("zhiji_bench")
                figures += _measured(options, home, cluster.url("zhiji_bench"))
            finally:
                cluster.stop()
    sys.stdout.write(table(figures) + "\n")
    if options.json:
        Path(options.json).write_text(
            json.dumps([figure.as_json() for figure in figures], indent=2, ensure_ascii=False)
        )
    return 0 if all(figure.ok for figure in figures) else 1


def _measured(options: argparse.Namespace, home: Path, database_url: str) -> list[object]:
    """Runs the rows in a process whose settings name the database to measure."""
    from zhiji.bench.figures import Figure

    home.mkdir(parents=True, exist_ok=True)
    target = home / "figures.json"
    target.unlink(missing_ok=True)
    environ = {key: value for key, value in os.environ.items() if not key.startswith("ZHIJI_")}
    environ |= {
        "ZHIJI_DATA_DIR": str(home),
        "ZHIJI_DATABASE_URL": database_url,
        "ZHIJI_ALLOWED_HOSTS": "127.0.0.1",
        "ZHIJI_LOG_LEVEL": "ERROR",
    }
    words = ["bench", *options.names, "--customers", str(options.customers), "--inside", str(target)]
    subprocess.run([sys.executable, "-m", "zhiji", *words], env=environ, check=True)
    return [Figure(**figure) for figure in json.loads(target.read_text())]


def _inside(options: argparse.Namespace) -> int:
    from zhiji.config.cli import set_up_django

    set_up_django()
    from zhiji.bench.run import measure

    measure(options.names, options.customers, Path(options.inside))
    return 0
