import argparse
import logging
import subprocess
import sys
from functools import partial

from zhiji.config.cli import main, set_up_django
from zhiji.config.env import Env
from zhiji.config.processes import Child, Supervisor, bind, load_program


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("--demo", action="store_true", help="fill in the demo company while serving")
    parser.add_argument("--customers", type=int, default=2000, help="size of the demo company (default 2000)")


def run(options: argparse.Namespace, env: Env) -> int:
    """Prepares the database, then runs web, worker and listeners until stopped."""
    logging.basicConfig(level=env.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        socket = bind(env)
    except OSError as error:
        sys.stderr.write(
            f"Port {env.port} on {env.host} can't be opened: {error.strerror}. "
            "Choose another with ZHIJI_PORT (or PORT= with make run).\n"
        )
        return 1
    preparing = subprocess.Popen(
        [sys.executable, "-m", "zhiji", "prepare", *(["--demo"] if options.demo else [])]
    )
    set_up_django()
    load_program()
    if code := preparing.wait():
        return code
    web = partial(main, ["web", "--fd", str(socket.fileno())])
    children = [Child(f"web {number + 1}", web) for number in range(env.web_processes)]
    children += [Child(f"worker {number + 1}", partial(main, ["worker"])) for number in range(env.workers)]
    children.append(Child("listeners", partial(main, ["listen"])))
    if options.demo:
        fill = ["demo", "--customers", str(options.customers), "--quiet"]
        children.append(Child("demo", partial(main, fill), once=True))
    sys.stdout.write(f"\n  Zhiji 知己 serves {env.public_url}   (stop with Ctrl-C)\n\n")
    sys.stdout.flush()
    return Supervisor(children).run()
