"""What becomes of an update, and that no update, however odd, is more than that."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.group_updates import Entered, LinkAsked, Moved, Removed, group_update
from bot.updates import MOST_TYPED, clean, incoming_of
from dialogs.events import Answer, Command, Event, Go, Left, Located, Tick, Typed, Unreadable

Json = dict[str, Any]
Path = tuple[str, ...]

ANN = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en-GB"}
CHAT = {"id": 7, "first_name": "Ann", "type": "private"}
GROUP = {"id": -100, "title": "Runners", "type": "supergroup"}


def message(**fields: Any) -> Json:
    head = {"message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": ANN}
    return {"update_id": 11, "message": {**head, **fields}}


def tap(pressed: str, **fields: Any) -> Json:
    query = {"id": "99", "from": ANN, "chat_instance": "1", "data": pressed, "message": message()["message"]}
    return {"update_id": 12, "callback_query": {**query, **fields}}


def membership(status: str, chat: Json = CHAT) -> Json:
    change = {"chat": chat, "from": ANN, "date": 1, "new_chat_member": {"status": status, "user": {"id": 1}}}
    return {"update_id": 13, "my_chat_member": change}


def event_of(raw: Json) -> Event | None:
    incoming, _ = incoming_of(raw)
    return incoming and incoming.event


def test_an_incoming_names_its_chat_its_update_and_the_language() -> None:
    raw = message(text="it hurts")
    incoming, query = incoming_of(raw)
    assert query is None
    assert incoming.chat == "telegram:7"
    assert incoming.update_id == 11
    assert incoming.locale == "en-GB"
    assert json.loads(incoming.payload) == raw


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("it hurts", Typed("it hurts")),
        ("/start", Command("start")),
        ("/start inv_Ab-9", Command("start", "inv_Ab-9")),
        ("/Help@kneewise_bot", Command("help")),
        ("/triage@kneewise_bot  now\nplease ", Command("triage", "now\nplease")),
        ("/", Typed("/")),
        ("/what?", Typed("/what?")),
        ("see /help", Typed("see /help")),
        ("  4/10 ", Typed("4/10")),
        ("\u202e\u200b", Unreadable()),
    ],
)
def test_text_is_a_command_or_typed(text: str, event: Event) -> None:
    assert event_of(message(text=text)) == event


def test_text_under_a_picture_is_read() -> None:
    assert event_of(message(photo=[{}], caption="chest pain")) == Typed("chest pain")


@pytest.mark.parametrize(
    "kind", ["photo", "sticker", "voice", "contact", "location", "venue", "poll", "dice", "video_note", "story"]
)
def test_what_holds_no_text_is_unreadable(kind: str) -> None:
    assert event_of(message(**{kind: {"some": "thing"}})) == Unreadable()


VIENNA = {"latitude": 48.2082, "longitude": 16.3738}


def test_a_shared_place_is_a_time_zone_and_nothing_else() -> None:
    incoming, _ = incoming_of(message(location=VIENNA))
    assert incoming.event == Located("Europe/Vienna")
    assert json.loads(incoming.payload) == message()


@pytest.mark.parametrize(
    ("place", "event"),
    [
        ({"latitude": 0, "longitude": -30}, Located("Etc/GMT+2")),
        ({"latitude": 90.0, "longitude": 0.0}, Located("Etc/GMT")),
        ({"latitude": 91, "longitude": 0}, Located(None)),
        ({"latitude": float("nan"), "longitude": 1e400}, Located(None)),
        ({"latitude": 10**400, "longitude": 0}, Located(None)),
        ({"latitude": "48", "longitude": "16"}, Unreadable()),
        ({"latitude": 48}, Unreadable()),
        (None, Unreadable()),
        ({**VIENNA, "live_period": 900}, Unreadable()),
    ],
)
def test_a_place_at_sea_has_a_zone_and_one_that_is_none_or_moves_has_not(place: Any, event: Event) -> None:
    assert event_of(message(location=place)) == event


def test_the_place_of_somebody_else_is_not_looked_at() -> None:
    assert event_of(message(location=VIENNA, venue={"location": VIENNA, "title": "Hofburg"})) == Unreadable()
    assert incoming_of({"update_id": 1, "edited_message": message(location=VIENNA)["message"]}) == (None, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"location": {**VIENNA, "live_period": 900}},
        {"venue": {"location": VIENNA, "title": "Hofburg 48.2082"}, "location": VIENNA},
        {"text": "there", "reply_to_message": {"location": VIENNA, "text": "here"}},
        {"text": "there", "reply_to_message": {"venue": {"location": VIENNA}}},
    ],
)
def test_no_place_is_left_in_what_a_dead_letter_would_keep(fields: Json) -> None:
    incoming, _ = incoming_of(message(**fields))
    assert "48.2" not in incoming.payload
    assert "16.37" not in incoming.payload
    assert "Ann" in incoming.payload


@pytest.mark.parametrize("kind", ["pinned_message", "message_auto_delete_timer_changed", "chat_background_set"])
def test_a_notice_of_telegram_is_no_message(kind: str) -> None:
    assert event_of(message(**{kind: {"some": "thing"}})) is None


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ("a:3:pain_now:4", Answer(3, "pain_now", "4")),
        ("t:3:now:fever", Tick(3, "now", "fever")),
        ("g:3:back", Go(3, "back")),
        ("a:3:pain_now", Unreadable()),
        ("", Unreadable()),
        ("a:3:pain_now:" + "9" * 60, Unreadable()),
        ("a:3:pain_now:\ud800", Unreadable()),
        ("a:3:pain_now:\n", Unreadable()),
    ],
)
def test_a_tap_is_read_and_waits_for_its_answer(data: str, event: Event) -> None:
    incoming, query = incoming_of(tap(data))
    assert (incoming.event, query) == (event, "99")


def test_a_tap_on_a_message_too_old_to_be_shown_still_counts() -> None:
    old = tap("g:3:back", message={"chat": CHAT, "message_id": 5, "date": 0})
    assert event_of(old) == Go(3, "back")


@pytest.mark.parametrize(
    "fields",
    [
        {"message": None},
        {"data": 5},
        {"from": {**ANN, "id": 8}},
        {"message": {"chat": GROUP, "message_id": 5}},
    ],
)
def test_a_tap_that_isnt_the_runners_own_is_only_answered(fields: Any) -> None:
    assert incoming_of(tap("g:3:back", **fields)) == (None, "99")


def test_who_blocks_the_bot_has_left() -> None:
    assert event_of(membership("kicked")) == Left()
    assert event_of(membership("member")) is None
    assert event_of(membership("kicked", GROUP)) is None


@pytest.mark.parametrize(
    "raw",
    [
        message(text="x", chat=GROUP),
        message(text="x", chat={**CHAT, "type": "channel"}),
        message(text="x", **{"from": {**ANN, "id": 8}}),
        message(text="x", **{"from": {**ANN, "is_bot": True}}),
        message(text="x", **{"from": None}),
        message(text="x", chat={**CHAT, "id": True}, **{"from": {**ANN, "id": True}}),
        message(text="x", chat={**CHAT, "id": 1 << 60}, **{"from": {**ANN, "id": 1 << 60}}),
        {**message(text="x"), "update_id": None},
        {**message(text="x"), "update_id": 1 << 70},
        {"update_id": 1, "edited_message": message(text="x")["message"]},
        {"update_id": 1, "channel_post": message(text="x")["message"]},
        {"update_id": 1, "business_message": message(text="x")["message"]},
        {"update_id": 1, "inline_query": {"id": "1", "from": ANN, "query": "x"}},
        {"update_id": 1},
        {},
    ],
)
def test_what_isnt_said_in_private_by_a_person_is_ignored(raw: Json) -> None:
    assert incoming_of(raw) == (None, None)


@pytest.mark.parametrize(
    "odd",
    [
        {"entities": [{"type": "of tomorrow"}]},
        {"date": "yesterday"},
        {"date": 10**20},
        {"reply_to_message": {}},
        {"quote": {"t": 1}},
        {"via_bot": 5},
        {"reply_markup": {"inline_keyboard": None}},
        {"giveaway": {}},
        {"something_new": [[[]]]},
    ],
)
def test_an_odd_field_beside_it_doesnt_lose_a_message(odd: Json) -> None:
    assert event_of(message(text="chest pain", **odd)) == Typed("chest pain")


@pytest.mark.parametrize("locale", [None, 5, "", "e", "en\nevent", "x" * 40])
def test_a_language_that_is_none_is_left_out(locale: Any) -> None:
    incoming, _ = incoming_of(message(text="x", **{"from": {**ANN, "language_code": locale}}))
    assert incoming.locale == ""


def test_typed_text_is_composed_cut_and_has_nothing_invisible() -> None:
    assert clean("e\u0301") == "é"
    assert clean("a\ud800b\x00c\u202ed\u2066e\ufefff") == "abcdef"
    assert clean("one\ttwo\nthree") == "one\ttwo\nthree"
    assert clean("ne pas \u200d👩\u200d🦰") == "ne pas \u200d👩\u200d🦰"
    assert len(clean("x" * 1_000_000)) == MOST_TYPED


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 80), 1 << 80) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))


def _with(raw: Json, path: Path, value: Any) -> Json:
    changed = copy.deepcopy(raw)
    if not path:
        return value if isinstance(value, dict) else {}
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


GOOD = [
    message(text="/start x"),
    tap("a:3:pain_now:4"),
    membership("kicked"),
    membership("member", GROUP),
    message(text="/link Early birds", chat=GROUP, is_topic_message=True, message_thread_id=9),
    message(migrate_to_chat_id=-200, chat=GROUP),
    message(migrate_from_chat_id=-200, chat=GROUP),
]
SPOTS = [(raw, path) for raw in GOOD for path in _paths(raw)]


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(SPOTS), JSON)
def test_nothing_in_an_update_makes_reading_it_fail(spot: tuple[Json, Path], value: Any) -> None:
    raw = _with(*spot, value)
    incoming, query = incoming_of(raw)
    group_update(raw)
    assert query is None or isinstance(query, str)
    if incoming is not None:
        incoming.payload.encode()
        number = int(incoming.chat.removeprefix("telegram:"))
        assert 0 < number < 1 << 53
        assert 0 < incoming.update_id < 1 << 53


def test_an_update_too_deep_to_write_down_is_taken_without_its_payload() -> None:
    deep = []
    for _ in range(100_000):
        deep = [deep]
    incoming, _ = incoming_of(message(text="x", deep=deep))
    assert (incoming.event, incoming.payload) == (Typed("x"), "")


@pytest.mark.parametrize("status", ["member", "administrator", "restricted"])
@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_a_group_that_takes_the_bot_in_is_known_and_who_did_it(status: str, kind: str) -> None:
    assert group_update(membership(status, {**GROUP, "type": kind})) == Entered(-100, 7, kind)


@pytest.mark.parametrize("status", ["left", "kicked"])
def test_a_group_that_takes_the_bot_out_is_known(status: str) -> None:
    assert group_update(membership(status, GROUP)) == Removed(-100)


def test_both_sides_of_a_move_say_the_same() -> None:
    assert group_update(message(migrate_to_chat_id=-200, chat=GROUP)) == Moved(-100, -200)
    assert group_update(message(migrate_from_chat_id=-200, chat=GROUP)) == Moved(-200, -100)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("/link", ("link", "", "")),
        ("/Link@Kneewise_bot Early birds ", ("link", "Early birds", "Kneewise_bot")),
        ("/start Ab-9_x", ("start", "Ab-9_x", "")),
        ("/start@kneewise_bot Ab-9_x", ("start", "Ab-9_x", "kneewise_bot")),
    ],
)
def test_who_wants_a_group_linked_is_heard(text: str, asked: tuple[str, str, str]) -> None:
    command, argument, bot = asked
    assert group_update(message(text=text, chat=GROUP)) == LinkAsked(-100, 7, command, argument, None, bot)


@pytest.mark.parametrize(
    "text", ["/start", "/linked", "link", "my /link", "/summary", "Ann's knee is red", "chest pain"]
)
def test_nothing_else_in_a_group_is_looked_at(text: str) -> None:
    assert group_update(message(text=text, chat=GROUP)) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"from": {**ANN, "id": 1087968824, "is_bot": True}, "sender_chat": GROUP},
        {"from": {**ANN, "id": 1087968824}},
        {"sender_chat": GROUP},
        {"sender_chat": {"id": -300, "type": "channel"}},
        {"via_bot": {"id": 9, "is_bot": True}},
        {"from": {**ANN, "is_bot": True}},
    ],
)
def test_who_speaks_for_a_chat_is_nobody(fields: Json) -> None:
    asked = group_update(message(text="/link", chat=GROUP, **fields))
    assert isinstance(asked, LinkAsked)
    assert asked.by is None


@pytest.mark.parametrize(
    ("fields", "thread"),
    [
        ({"is_topic_message": True, "message_thread_id": 9}, 9),
        ({"message_thread_id": 9}, None),
        ({"is_topic_message": False, "message_thread_id": 1}, None),
    ],
)
def test_the_topic_is_known_but_for_the_general_one(fields: Json, thread: int | None) -> None:
    asked = group_update(message(text="/link", chat=GROUP, **fields))
    assert isinstance(asked, LinkAsked)
    assert asked.thread == thread


def test_a_private_chat_or_a_channel_is_no_group() -> None:
    assert group_update(membership("member")) is None
    assert group_update(message(text="/link")) is None
    assert group_update(message(text="/link", chat={**GROUP, "type": "channel"})) is None
    assert group_update({"update_id": 1, "channel_post": message(text="/link", chat=GROUP)["message"]}) is None
    assert group_update({"update_id": 1, "edited_message": message(text="/link", chat=GROUP)["message"]}) is None
