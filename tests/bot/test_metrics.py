"""What Prometheus gets: figures of the bot, none of a person."""

import re
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from support.botapi import BotApi as Server
from support.clock import VirtualClock
from support.process import running
from support.shell import shell
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter

from bot.metrics import REGISTRY, URGENT_LATE, Metrics, call_measured, clock_compared, update_measured
from bot.requests import RequestNotSentError, _refuse
from bot.store.retention import count_silence
from dialogs.events import Command, Typed

TOKEN = ":".join(("123456", "A" * 35))
SECRET_WORDS = "it hurts under the kneecap"
ALLOWED = {
    "type": {"message", "callback_query", "my_chat_member", "other"},
    "kind": {"reply", "reminder"},
    "outcome": {"ok", "limited", "token_refused", "another_poller", "refused", "failed", "sent", "dead", "unknown"},
}
CONSTANT = {"method", "version", "content", "schema", "sqlite", "le"}


async def page_of(port: int) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        return await answer.text()


async def test_figures_are_true_and_name_nobody(server: Server, free_port: int, tmp_path: Path) -> None:
    ann = server.user(987654321, "Annabel")
    more = {"HEALTH_LISTEN": f"127.0.0.1:{free_port}", "BACKUPS": str(tmp_path)}
    async with running(tmp_path, server.url, TOKEN, **more) as bot:
        await ann.sends("/start")
        card = await ann.waits_for(lambda message: message.labels)
        await ann.waits_for_answer(await ann.taps(card.labels[0]))
        await ann.sends(SECRET_WORDS)
        await server.until(lambda: server.pending() == 0)
        page = await page_of(free_port)
        assert await bot.stop() == 0

    samples = [sample for family in text_string_to_metric_families(page) for sample in family.samples]
    values = {(sample.name, *sorted(sample.labels.values())): sample.value for sample in samples}
    assert values["kneewise_updates_total", "message"] == 2
    assert values["kneewise_updates_total", "callback_query"] == 1
    assert values["kneewise_handler_seconds_count",] == 3
    assert values["kneewise_telegram_responses_total", "deleteWebhook", "ok"] == 1
    assert values["kneewise_dead_letters",] == 0
    assert values["kneewise_sends_total", "reply", "sent"] >= 2
    assert values["kneewise_sends_total", "dead", "reply"] == values["kneewise_sends_total", "reminder", "sent"] == 0
    assert abs(values["kneewise_clock_skew_seconds",]) < 60
    assert values["kneewise_db_bytes",] > 0
    assert values["kneewise_poll_last_success_timestamp_seconds",] > 1.7e9
    assert [secret for secret in ("987654321", "Annabel", SECRET_WORDS, TOKEN) if secret in page] == []

    labels = {(name, value) for sample in samples for name, value in sample.labels.items()}
    assert [pair for pair in labels if pair[0] not in CONSTANT and pair[1] not in ALLOWED[pair[0]]] == []
    methods = {value for name, value in labels if name == "method"}
    assert methods == {call.method for call in server.calls} & methods


def test_every_figure_an_alert_asks_for_exists() -> None:
    root = Path(__file__).parents[2]
    rules = yaml.safe_load((root / "deploy/alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
    asked = {name for rule in rules for name in re.findall(r"kneewise_\w+", rule["expr"])}
    counted = {sample.name for family in REGISTRY.collect() for sample in family.samples}
    counted |= {f"{family.name}_total" for family in REGISTRY.collect()}
    looked_up = {
        f"kneewise_{name}"
        for name in re.findall(r'"(?:kneewise_)?(\w+)"', (root / "bot/metrics.py").read_text("utf-8"))
    }
    assert len(asked) >= 7
    assert asked - counted - looked_up - {"kneewise_handler_seconds_bucket"} == set()
    assert all(rule["annotations"]["summary"] for rule in rules)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(3), "limited"),
        (InvalidToken(), "token_refused"),
        (Conflict("x"), "another_poller"),
        (BadRequest("x"), "refused"),
        (NetworkError("x"), "failed"),
        (RequestNotSentError("x"), "failed"),
        (ValueError("x"), "failed"),
    ],
)
def test_a_call_is_counted_by_its_outcome_and_its_error_comes_through(error: Exception, outcome: str) -> None:
    labels = {"method": "sendMessage", "outcome": outcome}
    before = REGISTRY.get_sample_value("kneewise_telegram_responses_total", labels) or 0
    with pytest.raises(type(error)), call_measured("sendMessage"):
        raise error
    assert REGISTRY.get_sample_value("kneewise_telegram_responses_total", labels) == before + 1


async def test_what_waits_is_told_by_whether_somebody_waits_for_it(server: Server, tmp_path: Path) -> None:
    """An urgent answer can't be told from another: on a small bot that would be somebody's answer."""
    clock = VirtualClock()
    async with shell(tmp_path / "k.db", sends=False, clock=clock) as running:
        for word in ("agree", "urgent", "nudge"):
            await running.say(Command(word) if word != "agree" else Typed(word))
        await clock.advance(90)
        await running.store.write(partial(count_silence, today=date(2026, 3, 2)))
        metrics = Metrics(running.store, clock, "1", None, None, running.outbox.ended)
        page = (await metrics.page()).decode()
    samples = [sample for family in text_string_to_metric_families(page) for sample in family.samples]
    values = {(sample.name, *sorted(sample.labels.values())): sample.value for sample in samples}
    assert values["kneewise_outbox_oldest_seconds", "reply"] == values["kneewise_outbox_oldest_seconds", "reminder"]
    assert values["kneewise_outbox_oldest_seconds", "reply"] >= 90
    assert values["kneewise_outbox_pending", "reply"] > values["kneewise_outbox_pending", "reminder"] == 1
    assert values["kneewise_retention_last_run_timestamp_seconds",] == datetime(2026, 3, 2, tzinfo=UTC).timestamp()


def test_a_wait_that_telegram_asks_for_is_added_up_and_a_strange_time_is_passed_over() -> None:
    before = REGISTRY.get_sample_value("kneewise_retry_after_seconds_total") or 0
    with pytest.raises(RetryAfter):
        _refuse(429, b'{"ok": false, "parameters": {"retry_after": 7}}')
    assert REGISTRY.get_sample_value("kneewise_retry_after_seconds_total") == before + 7

    clock_compared("Mon, 02 Mar 2020 09:00:00 GMT")
    skew = REGISTRY.get_sample_value("kneewise_clock_skew_seconds")
    assert skew is not None
    assert skew > 1e8
    for told in (None, "", "at noon", "Mon, 02 Mar 2026 09:00:00"):
        clock_compared(told)
    assert REGISTRY.get_sample_value("kneewise_clock_skew_seconds") == skew


def test_an_update_of_a_type_nobody_knows_is_counted_without_its_name() -> None:
    with update_measured({"update_id": 1, "something_new": {}}):
        pass
    assert REGISTRY.get_sample_value("kneewise_updates_total", {"type": "other"}) >= 1


async def test_an_urgent_message_that_waits_is_told_once_it_is_late() -> None:
    async with shell(sends=False) as bot:
        metrics = Metrics(bot.store, bot.clock, "2026.12", None, None, {})
        await bot.say(Command("urgent"))
        assert await bot.value("SELECT count(*) FROM outbox WHERE priority = 0") == 1

        async def waits() -> float:
            page = (await metrics.page()).decode()
            return float(re.search(r"^kneewise_urgent_waits_seconds (\S+)$", page, re.MULTILINE)[1])

        await bot.clock.advance(URGENT_LATE - 1)
        assert await waits() == 0
        await bot.clock.advance(2)
        assert await waits() == URGENT_LATE + 1
        await bot.store.write(lambda db: db.execute("UPDATE outbox SET priority = 1"))
        assert await waits() == 0
