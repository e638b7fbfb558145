"""What an operator does with the webhook by hand; a running bot tells and takes back its address by itself."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from telegram.error import InvalidToken, TelegramError

from bot.requests import AiohttpRequest, BotApi
from bot.settings import Settings, read_settings, telegram_token
from bot.webhook import announcement
from dialogs.errors import SettingsError


def set_webhook() -> str:
    """Tell Telegram the address of the settings. Raises SettingsError when there is none or Telegram refuses."""
    settings = read_settings()
    if not settings.webhook_url or not settings.webhook_secret:
        raise SettingsError("KNEEWISE_WEBHOOK_URL is missing. Set it and KNEEWISE_WEBHOOK_SECRET.")
    _ask(settings, "setWebhook", announcement(settings.webhook_url, settings.webhook_secret.get_secret_value()))
    return f"Telegram posts to {_host(settings.webhook_url)} from now on."


def delete_webhook() -> str:
    """Let Telegram keep updates until they are polled. Raises SettingsError when Telegram refuses."""
    _ask(read_settings(), "deleteWebhook", {})
    return "Telegram posts nowhere; what comes waits until it is polled."


def webhook_info() -> list[str]:
    """What Telegram knows, the path left out. Raises SettingsError when Telegram refuses."""
    settings = read_settings()
    info: dict[str, Any] = _ask(settings, "getWebhookInfo", {})
    url = info.get("url", "")
    same = "as KNEEWISE_WEBHOOK_URL says" if url == (settings.webhook_url or "") else "not as KNEEWISE_WEBHOOK_URL says"
    lines = [
        f"address: {_host(url) if url else 'none'}, {same}",
        f"updates waiting: {info.get('pending_update_count', 0)}",
    ]
    if info.get("last_error_message"):
        lines.append(f"last failure: {info['last_error_message']}")
    return lines


def _ask(settings: Settings, method: str, parameters: dict[str, Any]) -> Any:
    token = telegram_token(settings)

    async def asked() -> Any:
        async with AiohttpRequest() as request:
            return await BotApi(request, token, settings.telegram_api).call(method, parameters)

    try:
        return asyncio.run(asked())
    except InvalidToken:
        raise SettingsError("Telegram refuses the token: mistyped or revoked. Copy it anew from @BotFather.") from None
    except TelegramError as error:
        raise SettingsError(
            f"Telegram refused or can't be reached ({type(error).__name__}). `kneewise doctor` looks closer."
        ) from None


def _host(url: str) -> str:
    return urlsplit(url).hostname or "an address without a host"
