"""How it began and what makes it worse: asked on a wish, shown on the cards of a verdict, and no verdict goes by it."""

import json

import pytest
from support.conversation import Conversation
from support.walk import at

from dialogs.content import Content
from dialogs.expressions import facts_of
from dialogs.facts import Value
from dialogs.replies import VerdictGiven

WISH = "[Ask me a few more questions]"
QUIET = ("bit by bit", "none", "none", "8", "none")
TOLD = {"run": {}, "modify": {"pain_run": 3}, "rest": {"pain_run": 4}, "clinician": {"giving_way": True}}
"""Answers that lead to each verdict beside which these questions are offered."""


def beside(content: Content, verdict: str) -> Conversation:
    conversation = at(content, "verdict", **TOLD[verdict])
    assert disposition(conversation) == verdict
    return conversation


def asked(content: Content, verdict: str, *answers: str) -> Conversation:
    """Through the card and the questions to the last of these answers."""
    conversation = beside(content, verdict)
    for line in ("[What may have brought it on]", WISH, *answers):
        conversation.says(line)
    return conversation


def disposition(conversation: Conversation) -> str:
    return (conversation.dialogue.verdict or {})["disposition"]


def said(conversation: Conversation) -> str:
    return conversation.cards[-1].text


@pytest.mark.parametrize("verdict", TOLD)
def test_what_is_named_is_shown_and_the_verdict_stays(content: Content, verdict: str) -> None:
    conversation = beside(content, verdict)
    before = json.dumps([conversation.dialogue.verdict, conversation.dialogue.facts, conversation.dialogue.trail])
    given = [record for record in conversation.records if isinstance(record, VerdictGiven)]
    conversation.says("[What may have brought it on]")
    conversation.says(WISH)
    while conversation.dialogue.flow == "history":
        answers = {
            "onset": ["[Bit by bit]"],
            "what_hurts": ["[Sitting for long]", "[Done]"],
            "load_before": ["[No change]"],
            "what_changed": ["[Fast runs or sprints]", "[Other shoes]", "[Done]"],
            "sleep_hours": ["[5 hours]"],
            "beyond_running": ["[A lot of stress]", "[Done]"],
        }
        for line in answers[conversation.dialogue.state]:
            conversation.says(line)

    for words in ("New fast runs", "A change of shoes", "Short nights", "A hard time in life"):
        assert words in said(conversation)
    dialogue = conversation.dialogue
    assert (dialogue.flow, dialogue.state) == ("triage", "verdict")
    assert json.dumps([dialogue.verdict, dialogue.facts, dialogue.trail]) == before
    assert [record for record in conversation.records if isinstance(record, VerdictGiven)] == given


def test_who_names_nothing_is_told_so_and_can_be_asked_again(content: Content) -> None:
    conversation = asked(content, "run", *QUIET)
    assert "You named nothing that is known to bring it on" in said(conversation)
    conversation.says(WISH)
    assert conversation.dialogue.state == "onset"


def test_before_anything_is_asked_the_card_says_that_little_is_known(content: Content) -> None:
    conversation = beside(content, "rest")
    conversation.says("[What may have brought it on]")
    assert "I have not asked much" in said(conversation)


def test_what_hurts_shows_in_what_it_can_fit_with(content: Content) -> None:
    conversation = at(content, "verdict", pain_run=4, pain_location="skin_over_kneecap")
    conversation.says("[What this can fit with]")
    assert "no clear pattern" in said(conversation)
    for line in (WISH, "bit by bit", "[Kneeling]", "[Done]", "no change", "none", "8", "none"):
        conversation.says(line)
    conversation.says("[What this can fit with]")
    assert "no clear pattern" not in said(conversation)


@pytest.mark.parametrize(("verdict", "asks"), [("run", False), ("rest", True)])
def test_how_running_changed_is_asked_only_where_triage_did_not(content: Content, verdict: str, asks: bool) -> None:
    conversation = asked(content, verdict, "bit by bit", "none")
    assert (conversation.dialogue.state == "load_before") == asks


def test_everything_can_be_passed_over(content: Content) -> None:
    conversation = asked(content, "run", "skip", "none", "none", "skip", "none")
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "verdict")


def test_a_new_triage_forgets_it(content: Content) -> None:
    conversation = asked(content, "run", *QUIET)
    assert conversation.dialogue.history
    conversation.says("/triage")
    while conversation.dialogue.state != "right_now":
        conversation.says("[Start afresh]")
    assert conversation.dialogue.history == {}


def test_an_emergency_named_on_the_way_comes_first(content: Content) -> None:
    conversation = asked(content, "run", "bit by bit")
    conversation.says("I have chest pain")
    assert conversation.dialogue.flow == "emergency"


def test_the_first_question_leads_back_to_the_result(content: Content) -> None:
    conversation = asked(content, "rest")
    conversation.says("[Back to result]")
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "verdict")
    assert conversation.dialogue.history == {}


def test_a_command_on_the_way_leaves_the_questions_and_the_result_is_a_tap_away(content: Content) -> None:
    conversation = asked(content, "rest", "bit by bit")
    conversation.says("/cancel")
    conversation.says("[Back to result]")
    assert (conversation.dialogue.flow, conversation.dialogue.state) == ("triage", "verdict")
    assert disposition(conversation) == "rest"


def test_beside_an_emergency_and_beside_urgent_nothing_of_it_is_offered(content: Content) -> None:
    for facts in ({"knee_deformed": True}, {"calf_swelling": True}):
        conversation = at(content, "verdict", **facts)
        labels = [button.label for card in conversation.open_cards for row in card.rows for button in row]
        assert not {"What may have brought it on", "What this can fit with", "Ask me a few more questions"} & {*labels}


def test_every_fact_behind_a_factor_or_a_pattern_is_asked_for_somewhere(content: Content) -> None:
    asked_for = {name for one in content.questionnaires.values() for name in one.asked_when}
    read = {name for factor in content.factors for name in facts_of(factor.when)}
    assert read - asked_for == set()


@pytest.mark.parametrize(
    ("facts", "runs"),
    [({}, True), ({"pain_run": 3}, True), ({"pain_run": 4}, False), ({"bone_point_pain": True}, False)],
)
def test_who_does_not_run_now_is_told_that_advice_about_running_is_for_later(
    content: Content, facts: dict[str, Value], runs: bool
) -> None:
    conversation = at(content, "verdict", load_change="big", **facts)
    for line in ("[What may have brought it on]", WISH, "bit by bit", "none"):
        conversation.says(line)
    if conversation.dialogue.state == "load_before":
        conversation.says("a big jump")
    for line in ("[More hills]", "[Done]", "8", "none"):
        conversation.says(line)
    assert "Run on the flat for now" in said(conversation)
    assert ("is for when you run again" not in said(conversation)) == runs
