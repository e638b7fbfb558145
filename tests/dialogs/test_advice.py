"""What a verdict says besides its reasons: advice that fits them, and what holds under every verdict."""

import pytest
from support.walk import at

from dialogs.content import Content

RUNNERS = {
    "run": {},
    "modify": {"pain_builds": True},
    "rest": {"pain_run": 5},
    "rest_after_birth": {"birth_12_weeks": True},
    "clinician_modify": {"duration": "over_6_weeks_not_improving", "pain_run": 3},
}


def advice(content: Content, **facts: object) -> str:
    """The verdict card of a runner with these answers, as it reads."""
    (card,) = at(content, "verdict", **facts).open_cards
    return card.text


@pytest.mark.parametrize("besides", [{}, {"pain_run": 5}, {"pain_sharp": True, "pain_daily_worst": 6}])
def test_after_a_birth_running_waits_12_weeks_whatever_the_knee_says(
    content: Content, besides: dict[str, object]
) -> None:
    said = advice(content, birth_12_weeks=True, **besides)

    assert "Not before 12 weeks" in said
    assert "midwife" in said
    assert "run 1 minute" not in said


def test_a_birth_changes_no_verdict_that_sends_to_care(content: Content) -> None:
    assert "Not before 12 weeks" not in advice(content, birth_12_weeks=True, giving_way=True)


@pytest.mark.parametrize(
    "besides", [{}, {"swelling": "small"}, {"lump": True, "bone_point_pain": True, "walk_pain": False, "pain_run": 9}]
)
def test_after_an_operation_only_what_the_team_allows_is_fine(content: Content, besides: dict[str, object]) -> None:
    said = advice(content, knee_surgery="within_12_months", **besides)

    assert "Do what the team that operated allows" in said
    assert "Walk, cycle or swim" not in said


@pytest.mark.parametrize("facts", RUNNERS.values(), ids=RUNNERS)
def test_no_verdict_that_speaks_of_running_is_to_be_reached_with_a_painkiller(
    content: Content, facts: dict[str, object]
) -> None:
    assert "Do not take one so that you can run" in advice(content, **facts)


@pytest.mark.parametrize("facts", [{"knee_deformed": True}, {"knee_locked": True}, {"pain_run": 5}])
def test_from_the_numbers_of_a_country_one_tap_leads_back(content: Content, facts: dict[str, object]) -> None:
    conversation = at(content, "verdict", **facts)
    told = conversation.cards[-1].text

    conversation.says("[Change country]")
    conversation.says("[Ireland]")
    conversation.says("[Back to result]")

    assert conversation.cards[-1].text.partition("\n")[0] == told.partition("\n")[0]


def test_from_the_first_question_of_the_plan_one_tap_leads_back(content: Content) -> None:
    conversation = at(content, "verdict", pain_run=5)
    told = conversation.cards[-1].text

    conversation.says("[Make my plan]")
    conversation.says("[Back to result]")

    assert conversation.cards[-1].text == told
    assert conversation.dialogue.plan is None


@pytest.mark.parametrize("facts", RUNNERS.values(), ids=RUNNERS)
def test_every_verdict_yields_to_a_clinician(content: Content, facts: dict[str, object]) -> None:
    said = advice(content, **facts)

    assert "If a clinician told you otherwise, follow them" in said or "Once a clinician has seen you" in said


@pytest.mark.parametrize("fact", ["pain_run", "pain_daily_worst", "pain_rest"])
def test_a_score_of_pain_is_asked_for_without_a_painkiller(content: Content, fact: str) -> None:
    said = at(content, fact, night_rest_pain=True).open_cards[0].text

    assert "Answer for the pain without it" in said


def test_a_fever_is_asked_for_as_it_was_before_a_medicine(content: Content) -> None:
    said = at(content, "fever_or_unwell", knee_hot_red_swollen=True).open_cards[0].text

    assert "Go by how you felt before" in said


def test_nobody_is_to_stand_up_on_a_hurt_leg_to_answer(content: Content) -> None:
    conversation = at(content, "right_now")
    for line in ("[Not sure]", *["[No]"] * 5):
        conversation.says(line)

    assert "Do not stand up to find out" in conversation.open_cards[0].text
