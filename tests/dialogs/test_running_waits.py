"""Running waits while questions about the knee are open: no card says "run" until what was begun is told to its end."""

import pytest
from support.conversation import Conversation
from support.plan import planned
from support.walk import go_on_to

from dialogs.content import Content

STUCK = ("/triage", "[None of these]", "31", "no", "[Stuck, will not go straight]")
TELLS = ("/checkin", "[Something to tell]")
VERY_SORE = (*TELLS, "[8]")
RUN = "run 4 min"


def left_open(content: Content, *lines: str, **facts: object) -> Conversation:
    """A runner on the ladder with a run today who did these things."""
    return planned(content, *lines, **(facts or {"pain_run": 3}))


def shown(conversation: Conversation, *lines: str) -> str:
    """All that the bot says to these lines, and the buttons there are then."""
    known = len(conversation.cards)
    for line in lines:
        conversation.says(line)
    said = conversation.cards[known:]
    return "\n".join([card.text for card in said] + [button.label for row in said[-1].rows for button in row])


def is_run_offered(conversation: Conversation) -> bool:
    """Whether any card of the plan tells to run, or leads to a run."""
    words = shown(conversation, "/today") + shown(conversation, "/plan")
    return RUN in words or "3 runs a week" in words or "Warm up for the run" in words


def test_a_runner_with_nothing_open_is_offered_the_run_of_the_day(content: Content) -> None:
    assert is_run_offered(left_open(content))


@pytest.mark.parametrize(
    "lines",
    [
        (*STUCK, "[Done]"),
        STUCK,
        (*STUCK, "[Done]", "/cancel"),
        (*STUCK, "[Done]", "/triage", "[Start afresh]"),
        VERY_SORE,
        (*VERY_SORE, "/cancel"),
        (*VERY_SORE, "[No run]", "[Swelling]"),
        (*VERY_SORE, "/exercises"),
        (*TELLS, "[Not today]"),
        (*TELLS, "[Later today]"),
    ],
)
def test_what_was_begun_has_to_be_told_before_there_is_a_run(content: Content, lines: tuple[str, ...]) -> None:
    conversation = left_open(content)
    for line in lines:
        conversation.says(line)

    assert not is_run_offered(conversation)


def test_a_runner_who_only_looked_at_the_questions_may_run(content: Content) -> None:
    for lines in (("/checkin",), ("/checkin", "[Not today]"), ("/triage",), ("/triage", "[None of these]", "31")):
        assert is_run_offered(left_open(content, *lines))


# the day's questions


def test_a_check_in_goes_on_where_it_was_left_and_nothing_is_asked_twice(content: Content) -> None:
    conversation = left_open(content, *VERY_SORE, "/today")
    asked = shown(conversation, "/checkin")
    conversation.says("[No run]")
    conversation.says("[Nothing new]")

    assert "while running today" in asked
    assert "worst knee pain" not in asked
    assert conversation.records[-2].body["answers"]["pain"] == 8  # type: ignore[union-attr]
    assert conversation.records[-2].body["decision"]["row"] == "D3"  # type: ignore[union-attr]


def test_ticks_of_a_check_in_that_was_left_are_there_again(content: Content) -> None:
    conversation = left_open(content, *VERY_SORE, "[No run]", "[Swelling]", "/plan")

    assert "☑ Swelling" in shown(conversation, "/checkin")


def test_cancelling_the_days_questions_says_that_they_wait(content: Content) -> None:
    conversation = left_open(content, *VERY_SORE)

    assert "can wait" in shown(conversation, "/cancel")


def test_a_check_in_left_the_day_before_is_asked_anew_in_full_and_running_waits_for_it(content: Content) -> None:
    conversation = left_open(content, *VERY_SORE, "/today")
    conversation.later(days=1)

    assert not is_run_offered(conversation)
    assert "worst knee pain" in shown(conversation, "/checkin")
    for line in ("[1]", "[No run]", "[Nothing new]"):
        conversation.says(line)
    conversation.later(days=1)
    assert is_run_offered(conversation)


def test_a_correction_that_was_left_holds_running_too(content: Content) -> None:
    conversation = left_open(content, "/checkin", "[Quiet, no run]", "[Change this answer]", "[8]", "/today")
    conversation.later(days=1)

    assert not is_run_offered(conversation)


def test_today_never_calls_a_check_in_done_whose_correction_was_left(content: Content) -> None:
    conversation = left_open(content, "/checkin", "[Quiet, no run]")
    done = shown(conversation, "/today")
    left = shown(conversation, "/checkin", "[2]", "/today").rpartition("Today, ")[2]

    assert "check-in is done" in done
    assert "Check in now" not in done
    assert "Tell me the rest first" in left
    assert "check-in is done" not in left
    assert "Check in now" in left


# triage


def test_the_days_questions_leave_a_triage_open_and_promise_no_run(content: Content) -> None:
    conversation = left_open(content, *STUCK, "[Done]")
    said = shown(conversation, "/checkin", "[Quiet, no run]")

    assert "Next run" not in said
    assert "says: do not run" in said
    assert not is_run_offered(conversation)
    assert "Does any of this fit you?" in shown(conversation, "/today", "[Back to the questions]")


def test_the_weekly_questions_leave_a_triage_open(content: Content) -> None:
    conversation = left_open(content)
    conversation.later(days=7)
    for line in (*STUCK, "[Done]", "/checkin", "[1]", "[No run]", "[Nothing new]", "[The knee this week]", "no"):
        conversation.says(line)

    assert not is_run_offered(conversation)
    assert "Back to the questions" in shown(conversation, "/today")


def test_a_triage_dropped_when_care_was_certain_stops_the_plan_until_it_is_answered(content: Content) -> None:
    conversation = left_open(content, *STUCK, "[Done]")
    said = shown(conversation, "/cancel")
    conversation.later(days=3)

    assert "Your plan waits." in said
    assert "Running has stopped until we know more" in shown(conversation, "/today")
    assert not is_run_offered(conversation)


def test_a_triage_decided_before_the_country_is_known_holds_running(content: Content) -> None:
    conversation = planned(content, locale="", pain_run=3)
    conversation.says("/triage")
    go_on_to(conversation, "country", knee_locked=True)

    assert not is_run_offered(conversation)


# the warm-up


def test_after_a_sore_warm_up_there_is_no_run_on_that_day(content: Content) -> None:
    conversation = left_open(content, "/today", "[Warm up for the run]", "[4 or more, sharp, or a limp]")

    assert "did not like the warm-up" in shown(conversation, "/today")
    assert "Warm up for the run" not in shown(conversation, "/today")
    assert "ran as planned" not in shown(conversation, "/checkin")
    conversation.later(days=1)
    assert "No run today" in shown(conversation, "/today")  # nobody told whether it was run
    conversation.later(days=1)
    assert RUN in shown(conversation, "/today")


def test_after_pain_of_3_at_the_warm_up_the_card_keeps_to_the_short_version(content: Content) -> None:
    conversation = left_open(content, "/today", "[Warm up for the run]", "[Pain 3]")

    assert "about 15 minutes" in shown(conversation, "/today")
    assert RUN not in shown(conversation, "/today")


def test_a_second_warm_up_of_the_day_opens_no_more_than_the_first(content: Content) -> None:
    conversation = left_open(content, "/today", "[Warm up for the run]", "[Pain 3]", "/today", "[Warm up for the run]")

    assert "short, easy version" in shown(conversation, "[Pain 0 to 2]")


# by hand


def test_after_days_of_silence_no_step_up_is_taken_by_hand(content: Content) -> None:
    conversation = left_open(content, "/checkin", "[Quiet, no run]")
    conversation.later(days=20)
    said = shown(conversation, "/plan", "[One step up]")

    assert "Not now." in said
    assert "Yes, one step up" not in said


def test_a_step_down_by_hand_tells_of_no_run_where_there_is_none(content: Content) -> None:
    conversation = left_open(content, *TELLS, "[2]", "[No run]", "[A limp]", "[Done]")
    said = shown(conversation, "/plan", "[One step down]")

    assert "No run today. No running before Friday" in said


def test_a_plan_that_stands_still_has_no_steps_by_hand(content: Content) -> None:
    conversation = left_open(content, *STUCK, "[Done]", "/cancel")

    assert "One step" not in shown(conversation, "/plan")


def test_after_a_quiet_check_in_the_run_of_the_day_is_over(content: Content) -> None:
    conversation = left_open(content, "/checkin", "[Quiet, no run]")

    assert "No run today" in shown(conversation, "/today")


def test_a_step_down_by_hand_while_running_rests_tells_to_run_nothing(content: Content) -> None:
    conversation = left_open(content, "/plan", pain_run=5)
    said = shown(conversation, "[One step down]")

    assert "From now on" not in said
    assert "No run today. The first run is level 1." in said


@pytest.mark.parametrize(("days", "words"), [(9, "Check in first"), (16, "The plan ended")])
def test_after_a_week_of_silence_no_card_tells_to_run(content: Content, days: int, words: str) -> None:
    conversation = left_open(content, "/checkin", "[Quiet, no run]")
    conversation.later(days=days)

    assert not is_run_offered(conversation)
    assert words in shown(conversation, "/today")
    assert words in shown(conversation, "/plan")


def test_every_card_names_the_end_of_two_days_without_running(content: Content) -> None:
    conversation = left_open(content, *TELLS, "[4]", "[I stopped because of it]", "[Nothing new]")

    for days, when in ((0, "Friday, 4 December"), (1, "Friday, 4 December"), (1, "tomorrow")):
        conversation.later(days=days)
        assert f"No running before {when}." in shown(conversation, "/today")
        assert f"No running before {when}." in shown(conversation, "/plan")


@pytest.mark.parametrize("leave", ["/today", "/plan", "/cancel"])
def test_a_sign_that_is_asked_for_again_after_a_day_still_stops_the_plan(content: Content, leave: str) -> None:
    conversation = planned(content, "/triage", "[Knee hot, swollen, red or dark]", pain_run=3)
    conversation.later(hours=25)
    for line in ("/start", "[Go on]", leave, "/today"):
        conversation.says(line)

    assert "Running has stopped until we know more" in conversation.open_cards[-1].text
