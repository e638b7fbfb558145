"""What is under deploy/ starts a bot, names only what exists, and keeps its promises about rights."""

import asyncio
import base64
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

import pytest
import yaml
from support.botapi import PATIENCE_SECONDS
from support.botapi import BotApi as Server
from support.process import Bot

from bot.app import INTAKE_SECONDS, OUTBOX_SECONDS, TAPS_SECONDS
from bot.cli import app
from bot.env_example import ABOUT, env_example
from bot.polling import HANG_SECONDS, STALL_SECONDS
from bot.retention_table import ABOUT as ABOUT_KEPT
from bot.retention_table import renewed, retention_table
from bot.seal import read_or_make_key_file
from bot.settings import PREFIX, SECRETS, Settings, read_settings
from bot.store.pruning import GOES
from dialogs.commands import ALWAYS, MOVE, VISIT

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
RUNBOOK = (DEPLOY / "README.md").read_text("utf-8")
PAPERS = sorted((DEPLOY / "privacy").glob("*.md"))
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
VARIABLES = {PREFIX + name.upper() for name in Settings.model_fields}
VARIABLES |= {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS}
TOKEN = ":".join(("123456", "A" * 35))


def unit(name: str = "kneewise.service") -> dict[str, list[str]]:
    """The unit's lines by key; a key may stand there more than once."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        key, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def test_the_example_of_the_environment_is_made_from_the_settings() -> None:
    assert set(ABOUT) == set(Settings.model_fields)
    assert (DEPLOY / ".env.example").read_text("utf-8") == env_example()


def test_every_line_of_the_example_can_be_switched_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secrets = {"TELEGRAM_TOKEN_FILE": TOKEN, "WEBHOOK_SECRET_FILE": "s" * 32}
    for name, value in re.findall(rf"^#{PREFIX}(\w+)=(.*)$", env_example(), re.MULTILINE):
        if name in secrets:
            (tmp_path / name).write_text(secrets[name])
        monkeypatch.setenv(PREFIX + name, str(tmp_path / name) if name in secrets else value.strip('"'))
    read_settings()


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_every_variable_that_is_named_is_a_setting(file: Path) -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", file.read_text("utf-8")))
    assert named - VARIABLES - {"KNEEWISE_PORT"} == set()


def test_the_papers_tell_how_long_everything_is_kept_as_the_program_keeps_it() -> None:
    assert set(ABOUT_KEPT) == set(GOES)
    told = [paper.name for paper in PAPERS if retention_table() in paper.read_text("utf-8")]
    assert told == ["notice.md", "processing.md"]
    assert [paper.name for paper in PAPERS if renewed(paper.read_text("utf-8")) != paper.read_text("utf-8")] == []
    assert "12 months after the last use" in retention_table()
    assert "| 35 days |" in retention_table()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_the_papers_name_only_what_exists(paper: Path) -> None:
    text = paper.read_text("utf-8")
    groups = {str(group.name) for group in app.registered_groups}
    commands = {str(command.callback.__name__) for command in app.registered_commands if command.callback} | groups
    assert set(re.findall(r"`kneewise ([a-z-]+)", text)) - commands == set()
    assert set(re.findall(r"`/([a-z]+)`", text)) - {*ALWAYS, *VISIT, *MOVE} == set()
    assert set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", text)) - VARIABLES == set()
    links = [target.partition("#")[0] for target in re.findall(r"\]\(([^):]+)\)", text)]
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_the_runbook_names_only_commands_that_exist_and_every_file() -> None:
    commands = {str(command.callback.__name__) for command in app.registered_commands if command.callback}
    commands |= {str(group.name) for group in app.registered_groups}
    called = set(re.findall(r"(?:bin/|`|bot |-- |\bkw )kneewise ([a-z-]+)|\bkw ([a-z-]+)|--rm bot ([a-z-]+)", RUNBOOK))
    called = {word for words in called for word in words if word}
    assert called >= {"doctor", "backup", "restore"}
    assert called - commands == set()
    links = re.findall(r"\]\(([^):]+)\)", RUNBOOK)
    assert [link for link in links if not (DEPLOY / link).exists()] == []
    assert {f"privacy/{paper.name}" for paper in PAPERS} - set(links) == set()
    assert {path.name for path in FILES} - set(links) == {"README.md", "Dockerfile.dockerignore"}


def test_the_runbook_tells_the_figures_of_the_code() -> None:
    assert f"Telegram answered within {STALL_SECONDS:.0f} s" in RUNBOOK
    assert f"hangs for {HANG_SECONDS / 60:.0f} minutes" in RUNBOOK
    assert INTAKE_SECONDS + OUTBOX_SECONDS + TAPS_SECONDS < 10
    assert "A stop takes at most 10 s" in RUNBOOK


def test_every_event_the_runbook_explains_is_one_the_bot_logs() -> None:
    table = RUNBOOK.split("| event | what to do |")[1].split("\n\n")[0]
    explained = re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "|" in line))
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    assert len(explained) > 10
    assert [event for event in explained if f'"{event}"' not in code] == []


def test_the_key_of_the_runbook_is_one_the_bot_reads(tmp_path: Path) -> None:
    (line,) = re.findall(r"printf '.+' .+ > secrets/kneewise.key", RUNBOOK)
    (tmp_path / "secrets").mkdir()
    key = base64.b64encode(bytes(32)).decode()
    subprocess.run(["sh", "-c", line.replace("$(openssl rand -base64 32)", key)], cwd=tmp_path, check=True)
    sealer, made = read_or_make_key_file(tmp_path / "secrets/kneewise.key")
    assert not made
    assert sealer.unseal(sealer.seal("x", "t", "c", 1), "t", "c", 1) == b"x"


def test_what_the_dockerfile_copies_is_a_whole_program(tmp_path: Path) -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    allowed = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[0] == "!"}
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE) for word in line.split()
    ]
    assert set(copied) == allowed
    for name in copied:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / "src" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (tmp_path / "src").mkdir(exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / "src" / name)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=tmp_path / "src", check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"content/content.yaml", "bot/store/queries/turn.sql", "bot/store/migrations/0001_start.sql"} <= set(names)


def test_the_image_starts_without_a_shell_and_without_root() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    instructions = [line for line in dockerfile.splitlines() if re.match(r"(RUN|CMD|ENTRYPOINT|VOLUME)\b", line)]
    assert all(re.fullmatch(r"\w+ \[.+\]", line) for line in instructions)
    assert len(re.findall(r"^FROM ", dockerfile, re.MULTILINE)) == 2
    assert len(re.findall(r"^VOLUME ", dockerfile, re.MULTILINE)) == 1
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", dockerfile, re.MULTILINE)


def test_the_compose_file_gives_no_more_rights_than_needed() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    (bot,) = compose["services"].values()
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert bot["security_opt"] == ["no-new-privileges:true"]
    assert bot["volumes"] == ["./data:/data"]
    assert "ports" not in bot
    assert set(bot["secrets"]) == set(compose["secrets"])
    assert not {name for name in bot["environment"] if name.removeprefix(PREFIX).lower() in SECRETS}


def test_in_kubernetes_two_never_poll_at_once() -> None:
    claim, deployment = yaml.safe_load_all((DEPLOY / "k8s.yaml").read_text("utf-8"))
    spec = deployment["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
    pod = spec["template"]["spec"]
    (bot,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["terminationGracePeriodSeconds"] == 30
    assert bot["securityContext"]["readOnlyRootFilesystem"] is True
    assert bot["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert bot["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert bot["readinessProbe"]["httpGet"]["path"] == "/readyz"
    claims = [
        volume["persistentVolumeClaim"]["claimName"] for volume in pod["volumes"] if "persistentVolumeClaim" in volume
    ]
    assert claims == [claim["metadata"]["name"]]
    assert {mount["name"] for mount in bot["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Type", "notify"),
        ("WatchdogSec", "60"),
        ("Restart", "always"),
        ("StateDirectoryMode", "0700"),
        ("CapabilityBoundingSet", ""),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectKernelLogs", "yes"),
        ("ProtectControlGroups", "yes"),
        ("ProtectClock", "yes"),
        ("ProtectHostname", "yes"),
        ("ProtectProc", "invisible"),
        ("ProcSubset", "pid"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("RestrictNamespaces", "yes"),
        ("RestrictRealtime", "yes"),
        ("RestrictSUIDSGID", "yes"),
        ("LockPersonality", "yes"),
        ("RemoveIPC", "yes"),
        ("SystemCallArchitectures", "native"),
        ("UMask", "0077"),
        ("LimitCORE", "0"),
    ],
)
def test_the_unit_is_locked_down(key: str, value: str) -> None:
    assert unit()[key] == [value]


def test_the_secrets_of_the_unit_are_credentials() -> None:
    loaded = {line.partition(":")[0] for line in unit()["LoadCredential"]}
    used = {line.partition("=%d/")[2] for line in unit()["Environment"] if "=%d/" in line}
    assert used == loaded == {"telegram-token", "kneewise.key"}
    assert unit()["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]


def test_the_unit_of_the_backups_may_do_no_more_than_the_bot() -> None:
    backup, bot = unit("kneewise-backup.service"), unit()
    free = {"Type", "ExecStart", "Description", "LoadCredential", "Environment", "PrivateNetwork"}
    assert {key: value for key, value in backup.items() if key not in free and bot.get(key) != value} == {}
    assert [line for line in backup["Environment"] if line not in bot["Environment"]] == []
    assert {"CapabilityBoundingSet", "ProtectSystem", "SystemCallFilter", "UMask"} <= set(backup)


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"),
    reason="only systemd can rate a unit; what stands in it is held by the tests above everywhere",
)
def test_systemd_rates_the_unit_as_the_runbook_says(tmp_path: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(DEPLOY / "kneewise.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    rated = re.search(r"exposure level for \S+: (\d+\.\d)", done.stdout)
    if not rated:
        pytest.skip("this systemd-analyze knows no --offline")
    assert float(rated[1]) <= 1.5


def test_the_proxies_let_through_what_the_bot_takes_and_log_nothing() -> None:
    nginx, caddy = ((DEPLOY / name).read_text("utf-8") for name in ("nginx.conf", "Caddyfile"))
    assert "client_max_body_size 1m;" in nginx
    assert "access_log off;" in nginx
    assert "max_size 1MiB" in caddy
    assert not re.search(r"^\s*log\b", caddy, re.MULTILINE)
    for proxy in (nginx, caddy):
        assert Settings.model_fields["webhook_listen"].default in proxy
        assert "/a-long-random-path" in proxy


def python_for(user: int) -> str | None:
    """A Python of this version that `user` may run, None if there is none or we can't become them."""
    asks = "import sys; print(sys.version_info[:2])"
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            said = subprocess.run(
                [python, "-c", asks], user=user, group=user, extra_groups=[], cwd="/", capture_output=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        if said.stdout.decode().strip() == str(sys.version_info[:2]):
            return python
    return None


async def test_any_user_can_run_it_with_nothing_writable_but_its_data(server: Server, tmp_path: Path) -> None:
    user = 12345
    python = await asyncio.to_thread(python_for, user)
    if python is None:
        pytest.skip("only root can become somebody else, and only if they may run Python")
    data, keys, token = tmp_path / "data", tmp_path / "keys", tmp_path / "token"
    tell_apart(tmp_path, data, keys, token, user)
    bot = Bot(tmp_path, server.url, "", {"TELEGRAM_TOKEN_FILE": str(token), "DATABASE": str(data / "kneewise.db")})
    path = os.pathsep.join((str(ROOT), sysconfig.get_path("purelib")))
    process = await asyncio.create_subprocess_exec(
        python, "-B", "-m", "bot", "run", env={**bot.environment, "HOME": "/nowhere", "PYTHONPATH": path}, cwd="/",
        umask=0o077, user=user, group=user, extra_groups=[], stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        ann = server.user(7, "Ann")
        await ann.sends("/start")
        await ann.waits_for(lambda message: message.labels)
    finally:
        if process.returncode is None:
            process.terminate()
        said = (await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS))[1]
    assert process.returncode == 0, said
    assert rights_of_others(data) == {0}
    assert rights_of_others(tmp_path) == {0o055, 0}


def tell_apart(folder: Path, data: Path, keys: Path, token: Path, user: int) -> None:
    """A data folder and two secrets of this user, in folders that are ours."""
    for above in (folder, *folder.parents):
        if Path(tempfile.gettempdir()) in above.parents:
            above.chmod(0o755)
    data.mkdir(mode=0o700)
    keys.mkdir(mode=0o755)
    read_or_make_key_file(keys / "kneewise.key")
    token.write_text(TOKEN)
    token.chmod(0o400)
    for theirs in (data, keys / "kneewise.key", token):
        os.chown(theirs, user, user)


def rights_of_others(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o077 for path in folder.iterdir()}
