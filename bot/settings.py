"""The environment, read once into frozen Settings.

Every name starts with KNEEWISE_. A secret may stand in a file instead: NAME_FILE names it. A name nobody
knows, a value of the wrong shape or a secret given twice is a SettingsError that names the variable and the
remedy, never the value.
"""

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, StringConstraints, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from dialogs.errors import SettingsError

PREFIX = "KNEEWISE_"
SECRETS = ("telegram_token", "webhook_secret")
TELEGRAM = "https://api.telegram.org"

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_LISTEN = re.compile(r"(?P<host>\[[0-9a-fA-F:]+\]|[^:\s]+):(?P<port>[0-9]{1,5})")


class Settings(BaseSettings):
    """What whoever deploys may set; each field is the variable of its name in capitals after KNEEWISE_."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    telegram_token: SecretStr | None = None
    telegram_api: str = TELEGRAM
    database: Path = Path("data/kneewise.db")
    key_file: Path | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str = "127.0.0.1:8080"
    health_listen: str | None = None
    operator_name: str = ""
    operator_contact: str = ""
    operators: Annotated[str, StringConstraints(pattern=r"^\s*([0-9]{1,16}([\s,]+|$))*$")] = ""
    retention_months: Annotated[int, Field(ge=1, le=120)] = 12
    backups: Path | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def key_path(self) -> Path:
        """The key file, or where the first start makes one: beside the database."""
        return self.key_file or self.database.with_suffix(".key")

    @property
    def listen(self) -> tuple[str, int]:
        """Host and port the webhook server listens on."""
        return _host_and_port(self.webhook_listen)

    @property
    def health(self) -> tuple[str, int] | None:
        """Host and port that /healthz and /readyz are answered on, None for nowhere."""
        return _host_and_port(self.health_listen) if self.health_listen else None

    @property
    def operator_ids(self) -> frozenset[int]:
        """Who may use the commands of operators in the chat: their numeric ids in Telegram."""
        return frozenset(map(int, self.operators.replace(",", " ").split()))

    @property
    def nameless(self) -> str:
        """What runners are not told of who runs the bot, with the remedy; "" if nothing is missing."""
        given = {"OPERATOR_NAME": self.operator_name, "OPERATOR_CONTACT": self.operator_contact}
        missing = [f"{PREFIX}{name}" for name, text in given.items() if not text.strip()]
        return f"who runs this bot or how to reach them. Set {' and '.join(missing)}." if missing else ""

    @field_validator("telegram_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("this is not a bot token. Copy it from @BotFather: digits, a colon, then letters")
        return token

    @field_validator("webhook_secret")
    @classmethod
    def _is_hard_to_guess(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("use 16 to 256 letters, digits, _ or -, for example from `openssl rand -hex 32`")
        return secret

    @field_validator("telegram_api", "webhook_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        try:
            parts = urlsplit(url or TELEGRAM)
            usable = parts.scheme in ("https", "http") and parts.hostname and (parts.port or 1)
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("this is not an address. It looks like https://bot.example.org/some/path")
        return url.rstrip("/") if url else None

    @field_validator("webhook_listen", "health_listen")
    @classmethod
    def _has_host_and_port(cls, listen: str | None) -> str | None:
        found = listen is None or _LISTEN.fullmatch(listen)
        if not found or (listen and _host_and_port(listen)[1] > 65535):
            raise ValueError("give a host and a port, for example 127.0.0.1:8080")
        return listen

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_small_letters(cls, level: object) -> object:
        return level.lower() if isinstance(level, str) else level

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library passes it; there is no .env
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - another convention than NAME_FILE
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the files that NAME_FILE variables point at."""
        return init_settings, env_settings, _SecretFiles(settings_cls)


class _SecretFiles(PydanticBaseSettingsSource):
    """KNEEWISE_<NAME>_FILE: the secret is the file's text, without the white space around it."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        variable = _variable(field_name)
        path = os.environ.get(f"{variable}_FILE")
        if field_name not in SECRETS or not path:
            return None, field_name, False
        if os.environ.get(variable):
            raise SettingsError(f"{variable} and {variable}_FILE are both set: keep one of them.")
        try:
            secret = Path(path).read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"{variable}_FILE: {path} can't be read ({type(error).__name__}). "
                "Name a text file that this user may read."
            ) from None
        if not secret:
            raise SettingsError(f"{variable}_FILE: {path} is empty. Write the secret into it.")
        return secret, field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in Settings.model_fields.items()}
        return {name: secret for name, secret in found.items() if secret is not None}


def read_settings() -> Settings:
    """The Settings of this process's environment. Raises SettingsError."""
    _refuse_unknown(os.environ)
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None
    if settings.webhook_url and not settings.webhook_secret:
        raise SettingsError(
            f"{PREFIX}WEBHOOK_SECRET is missing, so anybody could post updates to {PREFIX}WEBHOOK_URL. "
            "Set it to 16 or more random letters, for example from `openssl rand -hex 32`."
        )
    if settings.webhook_url and settings.telegram_api == TELEGRAM and not settings.webhook_url.startswith("https:"):
        raise SettingsError(f"{PREFIX}WEBHOOK_URL: Telegram only posts to https addresses. Use https://.")
    return settings


def telegram_token(settings: Settings) -> str:
    """The bot's token. Raises SettingsError when there is none."""
    if settings.telegram_token is None:
        raise SettingsError(
            f"{PREFIX}TELEGRAM_TOKEN is missing. Ask @BotFather in Telegram for a token and set it, "
            f"or name a file that holds it in {PREFIX}TELEGRAM_TOKEN_FILE."
        )
    return settings.telegram_token.get_secret_value()


def _host_and_port(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    return host.strip("[]"), int(port)


def _variable(field: str) -> str:
    return PREFIX + field.upper()


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = [_variable(field) for field in Settings.model_fields]
    known += [f"{_variable(field)}_FILE" for field in SECRETS]
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name not in known:
            close = get_close_matches(name.upper(), known, n=1, cutoff=0.75)
            remedy = f"Did you mean {close[0]}?" if close else f"The settings are {', '.join(known)}."
            raise SettingsError(f"{name} is not a setting. {remedy}")


def _sentence(error: ValidationError) -> str:
    """The first finding as one sentence; pydantic's own words never hold the value."""
    first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    problem = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
    return f"{_variable(str(first['loc'][0]))}: {problem}."
