"""A red flag typed beside a plan, where nothing asks for one: asked about at once, and no run before that."""

import pytest
from support.conversation import Conversation
from support.plan import planned
from support.walk import at

from dialogs.content import Content
from dialogs.events import Due
from dialogs.facts import Value
from dialogs.replies import CheckedIn

TYPED = [
    ("my knee is swollen", "swelling"),
    ("it locked up today", "locking"),
    ("the knee gave way on the stairs", "locking"),
    ("I fell on it", "knock"),
    ("pain at night now", "night_pain"),
    ("I have a fever", "fever"),
    ("my knee is hot and red", "fever"),
    ("my calf hurts", "calf"),
    ("no idea why but it is so swolen", "swelling"),
]
PLACES = [
    (),
    ("/checkin",),
    ("/checkin", "[Something to tell]"),
    ("/exercises", "[Knee]"),
    ("/plan",),
    ("/settings",),
    ("/settings", "[Time zone]"),
    ("/race",),
    ("/pause", "[I am ill or unwell]"),
    ("/privacy",),
    ("/export",),
    ("/delete",),
    ("/sharing",),
    ("/squad", "[Found a squad]"),
]


def asked_if_new(conversation: Conversation) -> bool:
    return "is that new?" in conversation.open_cards[-1].text


@pytest.mark.parametrize(("text", "sign"), TYPED)
@pytest.mark.parametrize("lines", PLACES)
def test_a_sign_typed_anywhere_beside_a_plan_stops_it_once_it_is_new(
    content: Content, lines: tuple[str, ...], text: str, sign: str
) -> None:
    conversation = planned(content, *lines, pain_run=3)
    conversation.says(text)
    assert asked_if_new(conversation)
    conversation.says("[Yes, it is new]")

    record = next(record for record in reversed(conversation.records) if isinstance(record, CheckedIn))
    assert record.body["answers"]["signs"] == [sign]
    assert record.body["decision"]["row"] == "D2"
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "right_now")
    conversation.says("/today")
    assert "Running has stopped until we know more" in conversation.open_cards[-1].text


def test_until_it_is_answered_nothing_else_is_shown(content: Content) -> None:
    conversation = planned(content, "my knee is swollen", pain_run=3)
    for line in ("/today", "/plan", "/checkin", "hello"):
        conversation.says(line)
        assert asked_if_new(conversation)
    kind, at = conversation.next_due()
    conversation.now = at
    conversation.hear(Due(kind, at))
    assert asked_if_new(conversation)


@pytest.mark.parametrize("no", ["[No, nothing new]", "no"])
def test_what_is_not_new_goes_on_where_the_runner_was(content: Content, no: str) -> None:
    conversation = planned(content, "/checkin", "[Something to tell]", "swollen as ever", no, pain_run=3)

    assert "worst knee pain" in conversation.open_cards[-1].text
    assert conversation.dialogue.stack == []


def test_a_sign_after_the_check_in_leaves_what_was_told_as_it_was(content: Content) -> None:
    conversation = planned(content, "/checkin", "[Something to tell]", "[4]", "[No run]", "[Nothing new]", pain_run=3)
    for line in ("it is swollen now", "yes"):
        conversation.says(line)

    record = next(record for record in reversed(conversation.records) if isinstance(record, CheckedIn))
    assert record.body["answers"] == {"pain": 4, "signs": ["swelling"]}


@pytest.mark.parametrize("text", ["Swelling", "calf pain"])
def test_where_signs_are_asked_for_a_typed_one_is_an_answer(content: Content, text: str) -> None:
    conversation = planned(content, "/checkin", "[Something to tell]", "[1]", "[No run]", text, pain_run=3)

    assert conversation.dialogue.flow == "check_in"
    assert not asked_if_new(conversation)


@pytest.mark.parametrize("text", ["calf raise", "what a nice day", "quiet, no run", "4", "I ran well", "hip is tired"])
def test_everyday_words_are_no_sign(content: Content, text: str) -> None:
    conversation = planned(content, pain_run=3)
    conversation.says(text)

    assert not asked_if_new(conversation)


def test_who_says_to_be_ill_when_asked_for_a_pause_is_understood_so(content: Content) -> None:
    conversation = planned(content, "/pause", "ill with a fever", pain_run=3)

    assert not asked_if_new(conversation)


def test_after_a_yes_was_taken_back_no_sign_is_asked_for(content: Content) -> None:
    conversation = planned(content, "/privacy", "[Stop keeping my answers]", "my knee is swollen", pain_run=3)

    assert not asked_if_new(conversation)


BESIDE = ("/export", "/delete", "/privacy")


@pytest.mark.parametrize("line", ["/today", "/plan", "/checkin", "/settings", "/triage", "/seen", "/race"])
@pytest.mark.parametrize("way", BESIDE)
def test_what_is_looked_at_meanwhile_does_not_cover_it(content: Content, way: str, line: str) -> None:
    conversation = planned(content, "my knee is swollen", way, line, pain_run=3)

    assert asked_if_new(conversation)
    conversation.says("yes")
    assert conversation.dialogue.flow == "triage"


@pytest.mark.parametrize("way", BESIDE)
def test_nothing_that_falls_due_covers_it_either(content: Content, way: str) -> None:
    conversation = planned(content, "my knee is swollen", way, pain_run=3)
    conversation.falls_due(*conversation.next_due())
    conversation.says("/cancel")

    assert asked_if_new(conversation)


@pytest.mark.parametrize("no", ["no", "[No, not now]"])
def test_it_is_asked_again_after_an_emergency_that_is_not_happening(content: Content, no: str) -> None:
    conversation = planned(content, "my knee is swollen", "chest pain", no, pain_run=3)

    assert "Swelling: is that new?" in conversation.open_cards[-1].text
    conversation.says("yes")
    record = next(record for record in reversed(conversation.records) if isinstance(record, CheckedIn))
    assert record.body["answers"]["signs"] == ["swelling"]


def test_a_second_sign_is_asked_about_together_with_the_first(content: Content) -> None:
    conversation = planned(content, "my knee is swollen", "and it locked up", pain_run=3)

    assert "Swelling, Locked or gave way: is that new?" in conversation.open_cards[-1].text
    conversation.says("yes")
    record = next(record for record in reversed(conversation.records) if isinstance(record, CheckedIn))
    assert record.body["answers"]["signs"] == ["locking", "swelling"]


def test_a_yes_that_says_the_sign_again_is_a_yes(content: Content) -> None:
    conversation = planned(content, "my knee is swollen", "yes, the swelling is new", pain_run=3)

    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "right_now")


@pytest.mark.parametrize("way", [(), *((way,) for way in BESIDE[:2])])
def test_a_sign_does_not_cover_an_emergency_that_is_asked_about(content: Content, way: tuple[str, ...]) -> None:
    conversation = planned(content, "chest pain", *way, "my knee is swollen", pain_run=3)
    assert "Is this happening now?" in conversation.open_cards[-1].text

    conversation.says("no")
    assert asked_if_new(conversation)
    conversation.says("yes")
    record = next(record for record in reversed(conversation.records) if isinstance(record, CheckedIn))
    assert record.body["answers"]["signs"] == ["swelling"]


@pytest.mark.parametrize(("pain", "run"), [("0", ["[0 to 2]", "[Settled within an hour]"]), ("0", ["[No run]"])])
def test_a_sign_after_a_check_in_without_any_pain_is_heard_like_any_other(
    content: Content, pain: str, run: list[str]
) -> None:
    lines = ("/checkin", "[Something to tell]", f"[{pain}]", *run, "[Nothing new]")
    conversation = planned(content, *lines, "it is swollen now", "yes", pain_run=3)

    told, with_sign = [record.body["answers"] for record in conversation.records if isinstance(record, CheckedIn)]
    assert told["pain"] == 0
    assert with_sign == {**told, "signs": ["swelling"]}
    assert conversation.dialogue.flow == "triage"


def test_a_sign_that_is_not_new_is_not_asked_about_beside_the_next_one(content: Content) -> None:
    conversation = planned(content, "my knee is swollen", "no", "it locked up", pain_run=3)

    assert "Locked or gave way: is that new?" in conversation.open_cards[-1].text
    assert "Swelling" not in conversation.open_cards[-1].text
    conversation.says("yes")
    record = next(record for record in reversed(conversation.records) if isinstance(record, CheckedIn))
    assert record.body["answers"]["signs"] == ["locking"]


def test_who_agrees_again_after_taking_the_yes_back_beside_it_finds_the_plan_waiting(content: Content) -> None:
    lines = ("my knee is swollen", "/privacy", "[Stop keeping my answers]", "[Keep my answers]", "/start", "[I agree]")
    conversation = planned(content, *lines, "/today", pain_run=3)

    assert "Running has stopped until we know more" in conversation.open_cards[-1].text


@pytest.mark.parametrize("facts", [{}, {"pain_run": 3}, {"pain_run": 4}, {"giving_way": True}])
@pytest.mark.parametrize(
    "lines", [(), ("[Learn more]",), ("[What may have brought it on]", "[Ask me a few more questions]")]
)
def test_a_sign_typed_beside_a_result_leads_to_a_new_triage_once_it_is_new(
    content: Content, facts: dict[str, Value], lines: tuple[str, ...]
) -> None:
    conversation = at(content, "verdict", **facts)
    for line in lines:
        conversation.says(line)
    conversation.says("it locked up today")
    assert asked_if_new(conversation)

    conversation.says("[Yes, it is new]")
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "right_now")
    assert conversation.dialogue.verdict is None


def test_a_sign_beside_a_result_that_is_not_new_changes_nothing(content: Content) -> None:
    conversation = at(content, "verdict", pain_run=4)
    before = conversation.dialogue.verdict
    conversation.says("it locked up today")
    conversation.says("no")
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "verdict")
    assert conversation.dialogue.verdict == before


@pytest.mark.parametrize("facts", [{"knee_deformed": True}, {"calf_swelling": True}])
def test_beside_a_result_that_sends_to_be_seen_at_once_no_sign_is_asked_about(
    content: Content, facts: dict[str, Value]
) -> None:
    conversation = at(content, "verdict", **facts)
    conversation.says("it locked up today")
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "verdict")
