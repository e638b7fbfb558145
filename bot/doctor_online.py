"""What Telegram says about this bot: its token, its webhook, somebody else who polls, and the time."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.clock import Clock
from bot.finding import Finding
from bot.requests import AiohttpRequest, BotApi
from bot.settings import Settings

CALL_SECONDS = 10.0
# Long enough for another poller to come back and end this poll.
LISTEN_SECONDS = 4
MOST_SKEW_SECONDS = 60
MANY_PENDING = 100


async def examine_telegram(settings: Settings, running: bool, clock: Clock) -> list[Finding]:
    """Nothing is confirmed and nothing changed at Telegram."""
    if settings.telegram_token is None:
        says = "KNEEWISE_TELEGRAM_TOKEN is missing. Ask @BotFather in Telegram for one."
        return [Finding("token", says, problem=True)]
    async with AiohttpRequest(CALL_SECONDS) as request:
        api = BotApi(request, settings.telegram_token.get_secret_value(), settings.telegram_api)
        try:
            found = [_token(await api.call("getMe", {}))]
            webhook = await api.call("getWebhookInfo", {})
            found.append(_webhook(webhook, settings, running))
            if not running and not webhook.get("url"):
                found.append(await _another_poller(api))
        except InvalidToken:
            says = "Telegram refuses it: mistyped or revoked. Copy it anew from @BotFather."
            return [Finding("token", says, problem=True)]
        except TelegramError as error:
            says = (
                f"{settings.telegram_api} can't be asked ({type(error).__name__}). "
                "Look at network, DNS, firewall and KNEEWISE_TELEGRAM_API."
            )
            return [Finding("Telegram", says, problem=True)]
    return [*found, await _time(settings.telegram_api, clock)]


def _token(me: Any) -> Finding:
    match me:
        case {"username": str(name)}:
            return Finding("token", f"good; the bot is @{name}")
    return Finding("token", "good")


def _webhook(info: dict[str, Any], settings: Settings, running: bool) -> Finding:
    url, pending = info.get("url", ""), info.get("pending_update_count", 0)
    waiting = f"{pending} update{'' if pending == 1 else 's'} waiting"
    if url and not settings.webhook_url:
        says = (
            "Telegram posts to an address, but KNEEWISE_WEBHOOK_URL is not set. The next start takes it back; "
            "if you never set one, somebody else has your token: revoke it at @BotFather."
        )
        return Finding("webhook", says, problem=True)
    if settings.webhook_url and url != settings.webhook_url and (url or running):
        says = "Telegram posts to another address than KNEEWISE_WEBHOOK_URL. Start the bot again, and see its log."
        return Finding("webhook", says, problem=True)
    if url and info.get("last_error_message") and pending:
        says = f"Telegram can't deliver: {info['last_error_message']}; {waiting}. Look at proxy, certificate and bot."
        return Finding("webhook", says, problem=True)
    if running and pending > MANY_PENDING:
        says = f"{waiting} although the bot runs. Look at `/readyz` and the log."
        return Finding("updates", says, problem=True)
    return Finding("webhook" if url else "polling", f"as the settings say; {waiting}")


async def _another_poller(api: BotApi) -> Finding:
    """A poll that asks from the start confirms nothing; whoever else polls ends it, or is ended and comes back."""
    try:
        await api.call("getUpdates", {"timeout": LISTEN_SECONDS, "limit": 1})
    except Conflict:
        says = (
            "somebody else polls with this token. Stop your other bot; "
            "if there is none, the token was stolen: revoke it at @BotFather."
        )
        return Finding("second poller", says, problem=True)
    return Finding("second poller", "none was noticed")


async def _time(server: str, clock: Clock) -> Finding:
    try:
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(server, allow_redirects=False) as answer,
        ):
            there = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return Finding("clock", "not compared: Telegram's server told no time")
    return skew(clock.now(), there)


def skew(here: datetime, there: datetime) -> Finding:
    """What is to be said of this machine's clock, against an aware time told by another."""
    seconds = (here - there).total_seconds()
    if abs(seconds) > MOST_SKEW_SECONDS:
        side = "ahead of" if seconds > 0 else "behind"
        says = f"{abs(seconds):.0f} s {side} Telegram's. Daily questions leave at wrong times: mend the time service."
        return Finding("clock", says, problem=True)
    return Finding("clock", f"within {MOST_SKEW_SECONDS} s of Telegram's")
