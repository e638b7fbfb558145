"""What an operator does with events that were set aside: look without reading anybody's words, play again, drop."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.app import content_for
from bot.clock import Clock, SystemClock
from bot.keeping.commands import key_of
from bot.settings import Settings, read_settings
from bot.store import Store
from bot.store.dead_letters import Letter, drop_letter, letter_at, letters
from bot.store.dialogues import dialogue_at
from bot.store.looking import looking_into
from bot.store.outbox import OutboxRow
from bot.transport import Incoming
from bot.turns import Turns
from bot.updates import incoming_of
from dialogs.errors import StoreError
from dialogs.events import Located, Typed
from dialogs.machine import play
from dialogs.wording import words


def list_letters() -> list[str]:
    """A line for each, oldest first; also beside a running bot. Raises a KneewiseError."""
    with looking_into(read_settings().database) as db:
        return [_line(letter) for letter in letters(db)]


def show_letter(number: int) -> list[str]:
    """What is known of one, the words and names in it left out. Raises a KneewiseError."""
    settings = read_settings()
    with looking_into(settings.database) as db:
        letter = _found(letter_at(db, number), number)
    payload = letter.opened(key_of(settings))
    if not payload:
        return [_line(letter), "Nothing of what came in was kept."]
    return [_line(letter), json.dumps(without_words(json.loads(payload)), indent=1)]


def drop(number: int) -> str:
    """Let it go; the bot must stand still. Raises a KneewiseError."""
    return asyncio.run(_drop(read_settings(), number))


def retry(number: int) -> tuple[str, bool]:
    """Play it again; the bot must stand still, and sends the replies after its start. Whether it could be played.

    Raises a KneewiseError.
    """
    return asyncio.run(_retry(read_settings(), number, SystemClock()))


def without_words(value: Any) -> Any:
    """The shape of an update: keys, and what kind of thing each value is."""
    match value:
        case dict():
            return {key: without_words(inner) for key, inner in value.items()}
        case list():
            return [without_words(inner) for inner in value]
        case str():
            return f"text of {len(value)}"
        case bool() | None:
            return value
    return "number"


class _NextStart:
    """Replies stay in the database, where the next start finds them."""

    def add(self, rows: Sequence[OutboxRow]) -> None: ...
    def forget(self, chat: str) -> None: ...
    def look_again(self) -> None: ...


async def _drop(settings: Settings, number: int) -> str:
    store = await Store.open(settings.database, key_of(settings))
    try:
        if not await store.write(lambda db: drop_letter(db, number)):
            _found(None, number)
    finally:
        await store.close()
    return f"Dead letter {number} is gone."


async def _retry(settings: Settings, number: int, clock: Clock) -> tuple[str, bool]:
    content = content_for(settings)
    store = await Store.open(settings.database, key_of(settings))
    try:
        letter = _found(await store.read(lambda db: letter_at(db, number)), number)
        incoming = await _event_of(store, letter)
        languages, language = content.languages, settings.language
        turns = Turns(
            store, content, play, words, clock, _NextStart(),
            languages=languages, language=language, backups=settings.backups,
        )  # fmt: skip
        playing = asyncio.create_task(turns.run())
        try:
            taken = await turns.submit(incoming)
        finally:
            playing.cancel()
            with suppress(asyncio.CancelledError):
                await playing
        await store.write(lambda db: drop_letter(db, number))
    finally:
        await store.close()
    if taken.dead_letter:
        return f"Dead letter {number} failed again and was set aside anew: the same fault is still there.", False
    return f"Dead letter {number} was played. Start the bot: it sends what there is to say.", True


async def _event_of(store: Store, letter: Letter) -> Incoming:
    """The event to play. Raises StoreError where there is none, or where it would answer another question by now."""
    payload = letter.opened(store.sealer)
    incoming = incoming_of(json.loads(payload))[0] if payload else None
    if incoming is None:
        raise StoreError(f"Of dead letter {letter.id} nothing was kept that could be played. Drop it.")
    dialogue = await store.read(lambda db: dialogue_at(db, incoming.chat))
    # A tap names its question, a command needs none; words would be taken for an answer to whatever is open now.
    asked_since = dialogue is not None and dialogue.asked_at is not None and dialogue.asked_at > letter.at
    if asked_since and isinstance(incoming.event, Typed | Located):
        raise StoreError(
            f"Since dead letter {letter.id} the runner was asked something else, which it would answer. Drop it."
        )
    # Its own number counts as taken. This one makes sure that a crash in the middle doesn't play it twice.
    return replace(incoming, update_id=-letter.id)


def _found(letter: Letter | None, number: int) -> Letter:
    if letter is None:
        raise StoreError(f"There is no dead letter {number}. `kneewise dead-letters list` shows those there are.")
    return letter


def _line(letter: Letter) -> str:
    update = f"update {letter.update_id}" if letter.update_id is not None else "no update"
    return f"{letter.id}  {letter.at:%Y-%m-%d %H:%M:%S} UTC  {letter.error} at {letter.place}  {update}"
