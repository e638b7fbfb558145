"""The environment becomes Settings, or one sentence about what is wrong with it."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, read_settings, telegram_token
from dialogs.errors import SettingsError

TOKEN = "123456789:" + "Ab_-" * 9
SECRET = "c0ffee" * 5


@pytest.fixture(autouse=True)
def only_this_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("KNEEWISE_")]:
        monkeypatch.delenv(name)


def complaint(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return str(caught.value)


def test_nothing_needs_to_be_set_for_the_terminal() -> None:
    settings = read_settings()
    assert str(settings.database) == "data/kneewise.db"
    assert str(settings.key_path) == "data/kneewise.key"
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.listen == ("127.0.0.1", 8080)
    assert settings.health is None
    assert settings.retention_months == 12
    assert settings.language == "en"


def test_every_setting_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API": "http://127.0.0.1:8081/",
        "DATABASE": str(tmp_path / "k.db"),
        "KEY_FILE": str(tmp_path / "key"),
        "WEBHOOK_URL": "https://bot.example.org/some/path",
        "WEBHOOK_SECRET": SECRET,
        "WEBHOOK_LISTEN": "[::1]:9000",
        "HEALTH_LISTEN": "0.0.0.0:8081",
        "OPERATOR_NAME": "Knee Club",
        "OPERATOR_CONTACT": "knees@example.org",
        "OPERATORS": "7, 8",
        "RETENTION_MONTHS": "6",
        "BACKUPS": str(tmp_path),
        "LANGUAGE": "de",
        "LOG_LEVEL": "Warning",
    }
    assert {name.lower() for name in given} == set(Settings.model_fields)
    for name, value in given.items():
        monkeypatch.setenv(f"KNEEWISE_{name}", value)
    settings = read_settings()
    assert telegram_token(settings) == TOKEN
    assert settings.telegram_api == "http://127.0.0.1:8081"
    assert settings.listen == ("::1", 9000)
    assert settings.health == ("0.0.0.0", 8081)
    assert settings.key_path == tmp_path / "key"
    assert settings.log_level == "warning"


def test_settings_cant_be_changed() -> None:
    with pytest.raises(ValidationError):
        read_settings().language = "de"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNEEWISE_WEBHOOK_URL", "")
    monkeypatch.setenv("KNEEWISE_TELEGRAM_TOKEN_FILE", "")
    assert read_settings().webhook_url is None


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "WEBHOOK_SECRET"])
def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    value = TOKEN if name == "TELEGRAM_TOKEN" else SECRET
    file = tmp_path / "secret"
    file.write_text(f"  {value}\n")
    monkeypatch.setenv(f"KNEEWISE_{name}_FILE", str(file))
    assert getattr(read_settings(), name.lower()).get_secret_value() == value


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    said = complaint(monkeypatch, KNEEWISE_TELEGRAM_TOKEN=TOKEN, KNEEWISE_TELEGRAM_TOKEN_FILE=str(tmp_path / "token"))
    assert said == "KNEEWISE_TELEGRAM_TOKEN and KNEEWISE_TELEGRAM_TOKEN_FILE are both set: keep one of them."


def test_a_secret_file_that_cant_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = complaint(monkeypatch, KNEEWISE_TELEGRAM_TOKEN_FILE=str(tmp_path / "none"))
    assert said.startswith(f"KNEEWISE_TELEGRAM_TOKEN_FILE: {tmp_path}/none can't be read (FileNotFoundError).")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    assert "can't be read" in complaint(monkeypatch, KNEEWISE_TELEGRAM_TOKEN_FILE=str(tmp_path / "binary"))


def test_an_empty_secret_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text(" \n")
    said = complaint(monkeypatch, KNEEWISE_TELEGRAM_TOKEN_FILE=str(tmp_path / "empty"))
    assert said.endswith("/empty is empty. Write the secret into it.")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("KNEEWISE_TELEGRAM_TOKN", "KNEEWISE_TELEGRAM_TOKEN"),
        ("KNEEWISE_DATABSE", "KNEEWISE_DATABASE"),
        ("kneewise_language", "KNEEWISE_LANGUAGE"),
        ("KNEEWISE_WEBHOOK_SECRET_FLE", "KNEEWISE_WEBHOOK_SECRET_FILE"),
    ],
)
def test_a_misspelt_name_is_met_with_the_right_one(monkeypatch: pytest.MonkeyPatch, name: str, meant: str) -> None:
    said = complaint(monkeypatch, **{name: "x"})
    assert said == f"{name} is not a setting. Did you mean {meant}?"


def test_a_name_like_no_other_is_met_with_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    said = complaint(monkeypatch, KNEEWISE_XYZZY="1")
    assert said.startswith("KNEEWISE_XYZZY is not a setting. The settings are KNEEWISE_TELEGRAM_TOKEN, ")


def test_names_of_other_programs_are_no_business_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "x")
    read_settings()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TELEGRAM_TOKEN", "letmein", "Copy it from @BotFather"),
        ("WEBHOOK_SECRET", "short", "16 to 256 letters"),
        ("WEBHOOK_SECRET", "with spaces in it, many of them", "16 to 256 letters"),
        ("TELEGRAM_API", "localhost:8081", "not an address"),
        ("WEBHOOK_URL", "https://", "not an address"),
        ("WEBHOOK_URL", "https://bot.example.org:99999/x", "not an address"),
        ("WEBHOOK_LISTEN", "8080", "give a host and a port"),
        ("WEBHOOK_LISTEN", "127.0.0.1:70000", "give a host and a port"),
        ("HEALTH_LISTEN", "8081", "give a host and a port"),
        ("RETENTION_MONTHS", "0", "greater than or equal to 1"),
        ("RETENTION_MONTHS", "a year", "valid integer"),
        ("LANGUAGE", "../de", "match pattern"),
        ("LOG_LEVEL", "chatty", "'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_a_wrong_value_is_named_by_its_variable_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    said = complaint(monkeypatch, **{f"KNEEWISE_{name}": value})
    assert said.startswith(f"KNEEWISE_{name}: ")
    assert says in said
    assert "\n" not in said
    if name in ("TELEGRAM_TOKEN", "WEBHOOK_SECRET"):
        assert value not in said


def test_a_webhook_needs_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    said = complaint(monkeypatch, KNEEWISE_WEBHOOK_URL="https://bot.example.org/x")
    assert said.startswith("KNEEWISE_WEBHOOK_SECRET is missing")


def test_telegram_posts_only_to_https(monkeypatch: pytest.MonkeyPatch) -> None:
    said = complaint(monkeypatch, KNEEWISE_WEBHOOK_URL="http://bot.example.org/x", KNEEWISE_WEBHOOK_SECRET=SECRET)
    assert said == "KNEEWISE_WEBHOOK_URL: Telegram only posts to https addresses. Use https://."
    monkeypatch.setenv("KNEEWISE_TELEGRAM_API", "http://127.0.0.1:8081")
    assert read_settings().webhook_url == "http://bot.example.org/x"


def test_a_missing_token_comes_with_its_remedy() -> None:
    with pytest.raises(SettingsError, match=r"KNEEWISE_TELEGRAM_TOKEN is missing\. Ask @BotFather"):
        telegram_token(read_settings())


def test_settings_can_be_printed_without_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNEEWISE_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("KNEEWISE_WEBHOOK_SECRET", SECRET)
    shown = repr(read_settings()) + str(read_settings())
    assert TOKEN not in shown
    assert SECRET not in shown
