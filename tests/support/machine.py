"""A machine to walk the runbook on: its commands run as they stand there, with a folder in the place of /.

Nobody's rights are changed and nothing outside the folder is: `sudo`, `useradd`, `chown`, `install` and `systemctl` are
small stand-ins. Instead of installing packages the program of this environment is linked; with
KNEEWISE_TEST_INSTALL=1 they are installed as the runbook says, which takes minutes.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from support.botapi import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "dialogs", "content", "deploy", "pyproject.toml", "requirements.txt", "README.md", "LICENSE")
INSTALLS = bool(os.environ.get("KNEEWISE_TEST_INSTALL"))

SUDO = """
while :; do case "$1" in -u) shift 2 ;; *) break ;; esac; done
exec "$@"
"""
INSTALL = """
for word; do
  shift
  case "$word" in -o|-g) drop=1 ;; *) if [ "$drop" ]; then drop=; else set -- "$@" "$word"; fi ;; esac
done
exec {install} "$@"
"""
VENV = """
if [ "$1 $2" != "-m venv" ]; then exec {python} "$@"; fi
mkdir -p "$3/bin"
ln -s {kneewise} "$3/bin/kneewise"
printf '#!/bin/sh\\nfor word; do last=$word; done\\n[ -e "$last" ]\\n' > "$3/bin/pip"
chmod +x "$3/bin/pip"
"""
OPENSSL = "head -c 32 /dev/urandom | base64"


class Machine:
    """A folder with a copy of the repository in `source`, and whatever the runbook's commands make of it."""

    def __init__(self, root: Path) -> None:
        self.root, self.source = root, root / "source"
        self.source.mkdir(parents=True)
        for name in COPIED:
            one = ROOT / name
            if one.is_dir():
                shutil.copytree(one, self.source / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(one, self.source)
        (root / "etc/systemd/system").mkdir(parents=True)
        (root / "var/lib").mkdir(parents=True)
        (root / "opt").mkdir()
        self._stand_ins()

    def _stand_ins(self) -> None:
        scripts = {
            "sudo": SUDO,
            "install": INSTALL.format(install=shutil.which("install")),
            "systemctl": f'exec {sys.executable} {Path(__file__).with_name("systemctl.py")} {self.root} "$@"',
            **dict.fromkeys(("useradd", "chown", "journalctl"), ":"),
        }
        if not INSTALLS:
            kneewise = Path(sysconfig.get_path("scripts")) / "kneewise"
            scripts["python3"] = VENV.format(python=sys.executable, kneewise=kneewise)
        if not shutil.which("openssl"):
            scripts["openssl"] = OPENSSL
        (self.root / "stand-ins").mkdir()
        for name, script in scripts.items():
            path = self.root / "stand-ins" / name
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)

    def runs(self, script: str, folder: str = "source", given: str = "") -> str:
        """What a script prints, run in this folder with `given` on standard input; it must end well."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("KNEEWISE_")}
        done = subprocess.run(
            ["sh", "-c", re.sub(r"(?<![\w./])/(?=(?:opt|etc|var)/)", f"{self.root}/", script)],
            cwd=self.root / folder, env={**ours, "PATH": f"{self.root / 'stand-ins'}:{ours['PATH']}"}, input=given,
            capture_output=True, text=True, timeout=10 * PATIENCE_SECONDS, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}{self.log}"
        return done.stdout

    @property
    def log(self) -> str:
        """What the services of this machine printed."""
        path = self.root / "log"
        return path.read_text() if path.exists() else ""
