"""Figures for Prometheus: how the bot does, and nothing by which anybody or anything they said could be told.

Counters count where things happen; what stands in the database and on the disk is looked up when somebody asks.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.keeping.backup import backups_in
from bot.lanes import SOON
from bot.store import Store
from bot.store.migrate import newest_version
from bot.store.outbox import RANKS
from bot.store.sql import to_time
from bot.updates import UPDATES as TYPES
from dialogs.errors import StoreError
from dialogs.replies import Priority

URGENT = "SELECT min(created_at) FROM outbox WHERE state = 'pending' AND priority = ?"
URGENT_LATE = 30

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60)

REGISTRY = CollectorRegistry()
UPDATES = Counter("kneewise_updates", "Updates that came in, by their type", ["type"], registry=REGISTRY)
LET_GO = Counter("kneewise_updates_let_go", "Updates of senders who bring far too many", registry=REGISTRY)
HANDLER = Histogram("kneewise_handler_seconds", "From an update to its commit", buckets=SECONDS, registry=REGISTRY)
REQUESTS = Histogram(
    "kneewise_telegram_request_seconds", "Calls of the Bot API", ["method"], buckets=SECONDS, registry=REGISTRY
)
RESPONSES = Counter("kneewise_telegram_responses", "Their outcomes", ["method", "outcome"], registry=REGISTRY)
WAITS = Counter("kneewise_retry_after_seconds", "Seconds that Telegram asked to wait", registry=REGISTRY)
SKEW = Gauge("kneewise_clock_skew_seconds", "This clock less Telegram's, at the last answer", registry=REGISTRY)

KINDS = {True: "reply", False: "reminder"}
"""Whether somebody waits for it. A finer one would tell on a small bot who got an urgent answer."""
STATES = ("sent", "dead", "unknown")


@contextmanager
def update_measured(raw: dict[str, Any]) -> Iterator[None]:
    """Counts an update by its type and times what is done with it."""
    UPDATES.labels(next((name for name in TYPES if name in raw), "other")).inc()
    with HANDLER.time():
        yield


@contextmanager
def call_measured(method: str) -> Iterator[None]:
    """Counts a call of the Bot API by its outcome and times it."""
    begun, outcome = perf_counter(), "failed"
    try:
        yield
        outcome = "ok"
    except TelegramError as error:
        outcome = _outcome_of(error)
        raise
    finally:
        REQUESTS.labels(method).observe(perf_counter() - begun)
        RESPONSES.labels(method, outcome).inc()


def clock_compared(told: str | None) -> None:
    """Notes how far this clock is from the time of an answer, its `Date` header; one that tells none is passed over."""
    with suppress(TypeError, ValueError):
        SKEW.set((datetime.now(UTC) - parsedate_to_datetime(told or "")).total_seconds())


class Metrics:
    """The page for Prometheus."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        content: str,
        backups: Path | None,
        silent_seconds: Callable[[], float] | None,
        ended: Mapping[tuple[bool, str], int],
    ) -> None:
        """`silent_seconds` tells how long ago the last poll came back, None behind a webhook; `ended` as in Outbox."""
        self._store, self._clock, self._backups, self._silent = store, clock, backups, silent_seconds
        self._content, self._ended = content, ended

    async def page(self) -> bytes:
        """All figures as text; those of a database that refuses are left out."""
        registry, now = CollectorRegistry(), self._clock.now()
        about = {
            "version": version("kneewise"),
            "content": self._content,
            "schema": str(newest_version()),
            "sqlite": sqlite3.sqlite_version,
        }
        _gauge(registry, "build_info", "What runs", about).set(1)
        if self._silent:
            at = now.timestamp() - self._silent()
            _gauge(registry, "poll_last_success_timestamp_seconds", "When the last poll came back").set(at)
        self._sends(registry)
        self._files(registry)
        try:
            await self._rows(registry, now)
        except StoreError:
            _gauge(registry, "database_refuses", "1 while the database can't be read").set(1)
        return generate_latest(REGISTRY) + generate_latest(registry)

    def _sends(self, registry: CollectorRegistry) -> None:
        sends = Counter("kneewise_sends", "Messages that were sent or given up", ["kind", "outcome"], registry=registry)
        for (soon, kind), state in product(KINDS.items(), STATES):
            sends.labels(kind, state).inc(self._ended.get((soon, state), 0))

    def _files(self, registry: CollectorRegistry) -> None:
        path = Path(self._store.path)
        for name, file in (("db_bytes", path), ("wal_bytes", path.with_name(f"{path.name}-wal"))):
            _gauge(registry, name, f"Size of {'the database' if file == path else 'its log'}").set(_bytes(file))
        if self._backups and (made := _last_backup(self._backups)):
            _gauge(registry, "backup_last_success_timestamp_seconds", "When the newest backup was made").set(made)

    async def _rows(self, registry: CollectorRegistry, now: datetime) -> None:
        pending, letters, urgent, looked = await self._store.read(_counted)
        waiting = Gauge("kneewise_outbox_pending", "Replies to be sent", ["kind"], registry=registry)
        oldest = Gauge("kneewise_outbox_oldest_seconds", "Age of the oldest of them", ["kind"], registry=registry)
        for soon, kind in KINDS.items():
            count, since = pending.get(soon, (0, None))
            waiting.labels(kind).set(count)
            oldest.labels(kind).set((now - to_time(since)).total_seconds() if since else 0)
        waits = (now - to_time(urgent)).total_seconds() if urgent else 0
        # Nothing before half a minute: a message on its way as ever would tell that somebody was sent to care.
        about = f"How long an urgent message has been waiting, from {URGENT_LATE} s on"
        _gauge(registry, "urgent_waits_seconds", about).set(waits if waits >= URGENT_LATE else 0)
        _gauge(registry, "dead_letters", "Events that were set aside and are still there").set(letters)
        if looked:
            day = datetime.combine(date.fromisoformat(looked), time(), UTC)
            about = "The day on which it was last looked for answers to erase"
            _gauge(registry, "retention_last_run_timestamp_seconds", about).set(day.timestamp())


def _counted(db: sqlite3.Connection) -> tuple[dict[bool, tuple[int, str]], int, str | None, str | None]:
    """What waits to be sent and since when, by whether somebody waits for it; dead letters; since when the oldest
    urgent reply waits; day of the last look for what is to be erased.
    """
    soon = f"priority <= {max(RANKS.index(priority) for priority in SOON)}"
    sql = f"SELECT {soon}, count(*), min(created_at) FROM outbox WHERE state = 'pending' GROUP BY 1"  # noqa: S608
    pending = {bool(soon): (count, since) for soon, count, since in db.execute(sql).fetchall()}
    letters = db.execute("SELECT count(*) FROM dead_letter").fetchone()[0]
    urgent = db.execute(URGENT, (RANKS.index(Priority.SAFETY),)).fetchone()[0]
    looked = db.execute("SELECT moved_on FROM silence").fetchone()
    return pending, letters, urgent, looked["moved_on"] if looked else None


def _gauge(registry: CollectorRegistry, name: str, about: str, labels: dict[str, str] | None = None) -> Gauge:
    gauge = Gauge(f"kneewise_{name}", about, list(labels or ()), registry=registry)
    return gauge.labels(**labels) if labels else gauge


def _outcome_of(error: TelegramError) -> str:
    match error:
        case RetryAfter():
            return "limited"
        case InvalidToken():
            return "token_refused"
        case Conflict():
            return "another_poller"
        case BadRequest() | Forbidden():
            return "refused"
    return "failed"


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _last_backup(folder: Path) -> float | None:
    try:
        made = backups_in(folder)
    except OSError:
        return None
    return made[-1].made_at.timestamp() if made else None
