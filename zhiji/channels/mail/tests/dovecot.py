"""Debian's Dovecot as an ordinary user on a free port: a mailbox server that calls when mail comes (IDLE)."""

import grp
import mailbox
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.support.postgresql import free_port

PASSWORD = "of-the-tests"
PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
ADVICE = "Dovecot is not installed, so IDLE is not tested; on Debian: apt-get install dovecot-imapd"

SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
listen = 127.0.0.1
protocols = imap
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/box/%u
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/box/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-hibernate {{
  chroot =
}}
"""


class Dovecot:
    """The server; any name is a mailbox, all with the same password."""

    def __init__(self):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="zhiji-dovecot-"))
        # Dovecot runs as the user who runs the tests; where that is the administrator, as its own one.
        self.user = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("dovecot")
        self.process = None

    def start(self):
        self.folder.chmod(0o755)
        (self.folder / "box").mkdir(mode=0o777)
        settings = SETTINGS.format(
            folder=self.folder,
            user=self.user.pw_name,
            group=grp.getgrgid(self.user.pw_gid).gr_name,
            uid=self.user.pw_uid,
            gid=self.user.pw_gid,
            port=self.port,
            password=PASSWORD,
        )
        (self.folder / "conf").write_text(settings)
        if not os.getuid():
            for path in (self.folder, self.folder / "box"):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        self.start_again()

    def start_again(self):
        identity = (
            {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
            if not os.getuid()
            else {}
        )
        self.process = subprocess.Popen([PROGRAM, "-F", "-c", str(self.folder / "conf")], **identity)
        self._wait()

    def _wait(self):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        log = self.folder / "log"
        raise RuntimeError(f"Dovecot did not start: {log.read_text() if log.exists() else ''}")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def deliver(self, user, raw):
        """Puts a mail into a mailbox, as a mail server does."""
        box = mailbox.Maildir(self.folder / "box" / user)
        box.add(raw)
        if not os.getuid():
            for path in (self.folder / "box" / user).rglob("*"):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
            os.chown(self.folder / "box" / user, self.user.pw_uid, self.user.pw_gid)
