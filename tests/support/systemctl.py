"""`systemctl` for a `Machine`: runs what the installed units say, without their sandbox."""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

START_SECONDS, STOP_SECONDS = 120, 60


class Unit:
    """An installed unit, its paths moved into the folder of the machine."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name.removesuffix(".service")
        self.lines: dict[str, list[str]] = {}
        for line in (root / "etc/systemd/system" / f"{self.name}.service").read_text().splitlines():
            key, _, value = line.partition("=")
            for place in ("opt", "etc", "var"):
                value = value.replace(f"/{place}/", f"{root}/{place}/")
            self.lines.setdefault(key, []).append(value)
        self.pid_file = root / f"{self.name}.pid"

    def start(self) -> None:
        """As its Type says: once and waited for, or until it tells that it is ready."""
        for name in " ".join(self.lines["StateDirectory"]).split():
            (self.root / "var/lib" / name).mkdir(mode=0o700, exist_ok=True)
        once = self.lines["Type"] == ["oneshot"]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told, (self.root / "log").open("a") as log:
            told.bind(f"\0{self.root}"[:100])
            told.settimeout(0.2)
            process = subprocess.Popen(
                shlex.split(self.lines["ExecStart"][0]),
                env=self.environment() | {"NOTIFY_SOCKET": "@" + f"{self.root}"[:99]},
                cwd=self.lines["WorkingDirectory"][0], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
            if once:
                sys.exit(process.wait())
            self.pid_file.write_text(str(process.pid))
            for _ in range(5 * START_SECONDS):
                try:
                    if b"READY=1" in told.recv(1000):
                        return
                except TimeoutError:
                    if process.poll() is not None:
                        break
        sys.exit(f"{self.name} did not start")

    def stop(self) -> None:
        """SIGTERM, and wait for the end."""
        if not self.pid_file.exists():
            return
        pid = int(self.pid_file.read_text())
        os.kill(pid, signal.SIGTERM)
        for _ in range(10 * STOP_SECONDS):
            if not is_running(pid):
                self.pid_file.unlink()
                return
            time.sleep(0.1)
        sys.exit(f"{self.name} did not stop")

    def environment(self) -> dict[str, str]:
        """Nothing but what the unit and its file give; credentials are copies in a folder of their own."""
        credentials = self.root / "credentials" / self.name
        credentials.mkdir(parents=True, exist_ok=True)
        for line in self.lines.get("LoadCredential", []):
            name, _, path = line.partition(":")
            shutil.copy(path, credentials / name)
        words = [word.replace("%d", str(credentials)) for word in self.lines["Environment"]]
        for line in self.lines.get("EnvironmentFile", []):
            words += shlex.split(Path(line.removeprefix("-")).read_text(), comments=True)
        return {"PATH": os.environ["PATH"], **dict(word.split("=", 1) for word in words)}


def is_running(pid: int) -> bool:
    """Whether a process still does something; one that waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def main(root: Path, verb: str, *words: str) -> None:
    """The verbs that the runbook uses."""
    units = [Unit(root, word) for word in words if not word.startswith("-") and not word.endswith(".timer")]
    for word in words:
        assert not word.endswith(".timer") or (root / "etc/systemd/system" / word).exists(), word
    for unit in units:
        if verb in ("stop", "restart", "disable"):
            unit.stop()
        if verb in ("start", "restart", "enable"):
            unit.start()
    assert verb in ("daemon-reload", "enable", "disable", "start", "stop", "restart"), verb


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
