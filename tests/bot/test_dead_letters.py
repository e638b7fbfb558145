"""Dead letters: seen without reading anybody's words, played again at most once, dropped."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import dead_letters
from bot.seal import read_or_make_key_file
from bot.store import Store
from bot.store.turns import DeadLetter, set_aside
from dialogs.errors import StoreError

LONG_AGO = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = "it hurts under the kneecap"
ANN = {"id": 987654321, "is_bot": False, "first_name": "Annabel", "language_code": "en"}


def message(text: str) -> dict[str, Any]:
    chat = {"id": ANN["id"], "type": "private"}
    return {"update_id": 70, "message": {"message_id": 1, "date": 1, "chat": chat, "from": ANN, "text": text}}


class Kept:
    """A database, and letters in it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "data" / "k.db"
        self.database.parent.mkdir(mode=0o700)
        self.key = folder / "k.key"
        self.sealer = read_or_make_key_file(self.key)[0]

    def does(self, work: Callable[[Any], Any]) -> Any:
        async def written() -> Any:
            store = await Store.open(self.database, self.sealer)
            try:
                return await store.write(work)
            finally:
                await store.close()

        return asyncio.run(written())

    def set_aside(self, number: int, raw: dict[str, Any] | None) -> None:
        payload = self.sealer.seal(json.dumps(raw) if raw else "", "dead_letter", "payload", number)
        letter = DeadLetter(
            number, "telegram:1", LONG_AGO, "KeyError", "dialogs/plans.py:12 week", payload, 70 + number
        )
        self.does(lambda db: set_aside(db, self.sealer, letter))

    def value(self, sql: str) -> Any:
        return self.does(lambda db: db.execute(sql).fetchone()[0])


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    for name in [name for name in os.environ if name.startswith("KNEEWISE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KNEEWISE_DATABASE", str(tmp_path / "data" / "k.db"))
    monkeypatch.setenv("KNEEWISE_KEY_FILE", str(tmp_path / "k.key"))
    return Kept(tmp_path)


def test_they_are_listed_and_shown_without_words_names_or_ids(kept: Kept) -> None:
    kept.set_aside(3, message(WORDS))
    assert dead_letters.list_letters() == [
        "3  2026-03-02 09:00:00 UTC  KeyError at dialogs/plans.py:12 week  update 73"
    ]
    shown = "\n".join(dead_letters.show_letter(3))
    assert f'"text": "text of {len(WORDS)}"' in shown
    assert [secret for secret in (WORDS, "Annabel", "987654321", '"en"') if secret in shown] == []


def test_what_was_not_kept_is_not_shown_and_not_played(kept: Kept) -> None:
    kept.set_aside(3, None)
    assert dead_letters.show_letter(3)[1] == "Nothing of what came in was kept."
    with pytest.raises(StoreError, match="nothing was kept that could be played"):
        dead_letters.retry(3)
    assert kept.value("SELECT count(*) FROM dead_letter") == 1


def test_one_that_is_played_again_is_gone_and_its_replies_wait_for_the_start(kept: Kept) -> None:
    kept.set_aside(3, message("/start"))
    says, played = dead_letters.retry(3)
    assert (played, says) == (True, "Dead letter 3 was played. Start the bot: it sends what there is to say.")
    assert kept.value("SELECT count(*) FROM dead_letter") == 0
    assert kept.value("SELECT count(*) FROM outbox WHERE state = 'pending' AND chat = 'telegram:987654321'") > 0


def test_after_a_crash_between_playing_and_dropping_it_is_not_played_twice(kept: Kept) -> None:
    kept.set_aside(3, message("/start"))
    dead_letters.retry(3)
    before = kept.value("SELECT count(*) FROM outbox")
    kept.does(lambda db: db.execute("DELETE FROM seen_update WHERE id > 0"))
    kept.set_aside(3, message("/start"))
    assert dead_letters.retry(3)[1]
    assert kept.value("SELECT count(*) FROM outbox") == before


def test_words_that_would_answer_another_question_by_now_are_not_played(kept: Kept) -> None:
    kept.set_aside(3, message("/start"))
    dead_letters.retry(3)
    kept.set_aside(4, message("7"))
    before = kept.value("SELECT count(*) FROM outbox")
    with pytest.raises(StoreError, match="asked something else"):
        dead_letters.retry(4)
    assert kept.value("SELECT count(*) FROM outbox") == before
    kept.set_aside(5, message("/help"))
    assert dead_letters.retry(5)[1]


def test_one_that_fails_again_is_set_aside_anew(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("still there")

    monkeypatch.setattr(dead_letters, "play", broken)
    kept.set_aside(3, message("/start"))
    says, played = dead_letters.retry(3)
    assert not played
    assert "failed again" in says
    assert kept.value("SELECT count(*) FROM dead_letter") == 1
    assert kept.value("SELECT error FROM dead_letter") == "ValueError"


def test_one_that_is_dropped_is_gone(kept: Kept) -> None:
    kept.set_aside(3, message(WORDS))
    kept.set_aside(4, message(WORDS))
    assert dead_letters.drop(3) == "Dead letter 3 is gone."
    assert [line[0] for line in dead_letters.list_letters()] == ["4"]


@pytest.mark.parametrize("do", [dead_letters.show_letter, dead_letters.retry, dead_letters.drop])
def test_one_that_isnt_there_is_named(kept: Kept, do: Callable[[int], object]) -> None:
    kept.set_aside(3, message(WORDS))
    with pytest.raises(StoreError, match="There is no dead letter 12"):
        do(12)


def test_beside_a_running_bot_they_can_be_seen_but_not_touched(kept: Kept) -> None:
    kept.set_aside(3, message(WORDS))

    async def look() -> list[str]:
        store = await Store.open(kept.database, kept.sealer)
        try:
            listed = await asyncio.to_thread(dead_letters.list_letters)
            with pytest.raises(StoreError, match="in use by another process"):
                await asyncio.to_thread(dead_letters.drop, 3)
            return listed
        finally:
            await store.close()

    assert len(asyncio.run(look())) == 1
    assert kept.value("SELECT count(*) FROM dead_letter") == 1


def test_the_commands_say_it_and_end_with_their_exit_codes(kept: Kept) -> None:
    def run(*words: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "bot", "dead-letters", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    kept.set_aside(3, message("/start"))
    assert run("show", "3")[1].startswith("3  2026-03-02")
    assert run("drop", "9")[0] == 2
    assert run("drop", "9")[2].startswith("kneewise: There is no dead letter 9.")
    code, said, complained = run("retry", "3")
    assert (code, said) == (0, "Dead letter 3 was played. Start the bot: it sends what there is to say.\n")
    assert "Annabel" not in complained
    assert run("list") == (0, "There are none.\n", "")
