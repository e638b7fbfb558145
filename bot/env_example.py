"""The example of an environment file, made from the settings: `python -m bot.env_example > deploy/.env.example`."""

import sys

from bot.settings import PREFIX, SECRETS, Settings

HEAD = """\
# Kneewise: every setting there is. A line without # counts. Shown are the defaults, or examples where there is none.
# Quote a value with spaces. A secret may stand in a file instead: NAME_FILE=/path/of/the/file.
"""

ABOUT = {
    "telegram_token": "The bot's token, from @BotFather.",
    "telegram_api": "Another Bot API server.",
    "database": "The SQLite file.",
    "key_file": "The key of what is sealed; a file beside the database by default. Keep it apart from both.",
    "webhook_url": "The https address Telegram posts to; without it the bot polls.",
    "webhook_secret": "What Telegram shows to be let in: 16 to 256 letters, digits, _ or -. `openssl rand -hex 32`",
    "webhook_listen": "Where the webhook listens, behind the proxy.",
    "health_listen": "Host and port that answer /healthz, /readyz and /metrics; none by default.",
    "operator_name": "Who runs this bot, for the welcome and /privacy.",
    "operator_contact": "How runners reach you about their data.",
    "operators": "Who may send /ping, /status and /announce: numeric Telegram ids, with commas between them.",
    "retention_months": "How many months answers are kept after the last use.",
    "backups": "The folder backups go to; the marks of erased people are kept there.",
    "language": "The language of those whose client tells none.",
    "log_level": "How much is logged: debug, info, warning or error.",
}
SHOWN = {
    "key_file": "keys/kneewise.key",
    "webhook_url": "https://bot.example.org/a-long-random-path",
    "health_listen": "127.0.0.1:8081",
    "operator_name": '"Knee Club"',
    "operator_contact": "knees@example.org",
    "operators": "12345678,87654321",
    "backups": "backups",
}
"""What stands there for a setting that has no value by itself."""


def env_example() -> str:
    """The file's text; each setting of `Settings`, in their order."""
    return HEAD + "".join(f"\n# {ABOUT[name]}\n#{_line(name)}\n" for name in Settings.model_fields)


def _line(name: str) -> str:
    if name in SECRETS:
        return f"{PREFIX}{name.upper()}_FILE=secrets/{name.replace('_', '-')}"
    return f"{PREFIX}{name.upper()}={SHOWN.get(name) or Settings.model_fields[name].default}"


if __name__ == "__main__":
    sys.stdout.write(env_example())
