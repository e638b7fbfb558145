"""A dialogue begun under older content keeps the answers that hold, asks the rest, and is decided by that of today."""

from dataclasses import replace
from typing import Any

from support.conversation import Conversation
from support.plan import planned
from support.walk import at, go_on_to

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.expressions import parse
from dialogs.questions import Questionnaire, Screen
from dialogs.replies import Message


def newer(
    content: Content, *, screens: tuple[Screen, ...] | None = None, facts: dict[str, Any] | None = None
) -> Content:
    """The content of a next version, with other screens or facts."""
    vocabulary = {**content.facts, **(facts or {})}
    triage = Questionnaire(screens if screens is not None else content.triage.screens, vocabulary)
    return replace(
        content, version="next", questionnaires={**content.questionnaires, "triage": triage}, facts=vocabulary
    )


def without(content: Content, screen: str) -> Content:
    """A next version that no longer asks a screen."""
    return newer(content, screens=tuple(one for one in content.triage.screens if one.id != screen))


def under(conversation: Conversation, content: Content) -> Conversation:
    """The conversation goes on after an update of the content."""
    conversation.content = content
    return conversation


def test_answers_that_hold_are_kept_and_the_verdict_carries_the_new_version(content: Content) -> None:
    conversation = under(at(content, "settle"), newer(content))
    facts = dict(conversation.dialogue.facts)

    conversation.says("[Within an hour]")
    assert conversation.dialogue.facts == {**facts, "settle": "within_60_min"}
    go_on_to(conversation, "verdict")

    assert conversation.verdict is not None
    assert conversation.verdict.verdict["content"] == "next"


def test_an_answer_whose_value_is_gone_is_asked_again(content: Content) -> None:
    conversation = at(content, "health", swelling="small")
    swelling = replace(content.facts["swelling"], values=("none", "large"), unsure="large")
    knee = content.triage.by_id["the_knee"]
    items = tuple(replace(item, fact=swelling) if item.fact.id == "swelling" else item for item in knee.items)
    screens = tuple(replace(knee, items=items) if screen is knee else screen for screen in content.triage.screens)
    under(conversation, newer(content, screens=screens, facts={"swelling": swelling}))

    conversation.says("none")

    assert "swelling" not in conversation.dialogue.facts
    assert conversation.dialogue.facts["giving_way"] is False
    assert conversation.dialogue.state == "the_knee"
    assert conversation.dialogue.content == "next"


def test_one_can_go_back_over_an_answer_whose_value_is_gone(content: Content) -> None:
    conversation = at(content, "health", swelling="small", giving_way=True)
    swelling = replace(content.facts["swelling"], values=("none", "large"), unsure="large")
    under(conversation, newer(content, facts={"swelling": swelling}))

    conversation.says("[Back]")

    assert conversation.dialogue.state == "the_knee"
    assert conversation.dialogue.draft == {"giving_way": True}


def test_a_tick_whose_value_is_gone_is_no_tick(content: Content) -> None:
    conversation = at(content, "the_knee")
    conversation.says("[A little puffy]")
    conversation.says("[Buckled under me]")
    swelling = replace(content.facts["swelling"], values=("none", "large"), unsure="large")
    under(conversation, newer(content, facts={"swelling": swelling}))

    conversation.says("hello")

    assert conversation.dialogue.draft == {"giving_way": True}


def test_a_change_begun_before_the_update_goes_on(content: Content) -> None:
    conversation = at(content, "verdict")
    for line in ("[My answers]", "[Bone and hip]"):
        conversation.says(line)
    under(conversation, newer(content))

    conversation.says("[I limp when I walk]")
    conversation.says("[Done]")

    assert conversation.dialogue.facts["limp_walking"] is True


def test_a_question_that_is_gone_gives_way_to_the_next_and_its_tap_answers_nothing(content: Content) -> None:
    conversation = under(at(content, "pain_location"), without(content, "pain_location"))
    facts = dict(conversation.dialogue.facts)

    replies = conversation.says("[Around kneecap]")

    assert conversation.dialogue.state == "duration"
    assert conversation.dialogue.facts == facts
    assert [reply.text for reply in replies if isinstance(reply, Message)] == ["question"]


def test_words_typed_to_a_question_that_is_gone_answer_no_other_question(content: Content) -> None:
    conversation = under(at(content, "pain_rest", night_rest_pain=True), without(content, "pain_rest"))
    facts = dict(conversation.dialogue.facts)

    conversation.says("not sure")

    assert conversation.dialogue.state == "settle"
    assert conversation.dialogue.facts == facts


def test_an_emergency_in_words_is_heard_also_when_the_question_is_gone(content: Content) -> None:
    conversation = under(at(content, "pain_location"), without(content, "pain_location"))

    replies = conversation.says("chest pain")

    assert [reply.text for reply in replies if isinstance(reply, Message)] == ["emergency_now"]


def test_the_place_of_an_interrupted_triage_is_found_anew(content: Content) -> None:
    conversation = at(content, "pain_location")
    conversation.says("chest pain")
    under(conversation, without(content, "pain_location"))

    conversation.says("no")

    assert conversation.dialogue.state == "duration"
    assert len(conversation.open_cards) == 1


def test_an_answer_that_is_no_longer_asked_is_forgotten(content: Content) -> None:
    conversation = at(content, "bone_and_hip", calf_pain_new=True)
    assert conversation.dialogue.facts["clot_before"] is False
    clots = content.triage.by_id["clot_risk"]
    only_swelling = parse("calf_swelling", content.facts, {})
    items = tuple(replace(item, ask_when=only_swelling) for item in clots.items)
    screens = tuple(replace(clots, items=items) if screen is clots else screen for screen in content.triage.screens)
    under(conversation, newer(content, screens=screens))

    conversation.says("none")

    assert "clot_before" not in conversation.dialogue.facts
    assert conversation.dialogue.facts["calf_pain_new"] is True


def test_a_screen_one_by_one_with_nothing_left_to_ask_is_passed_over(content: Content) -> None:
    conversation = at(content, "while_running")
    conversation.says("[Not sure]")
    conversation.says("[No]")
    conversation.says("[No]")
    running = content.triage.by_id["while_running"]
    fewer = replace(running, items=tuple(item for item in running.items if item.fact.id != "pain_builds"))
    screens = tuple(fewer if screen is running else screen for screen in content.triage.screens)
    shorter = newer(content, screens=screens)
    rules = tuple(rule for rule in content.rules if rule.id not in ("R30", "R36", "R64", "R65"))
    under(conversation, replace(shorter, rules=rules))

    conversation.says("hello")

    assert conversation.dialogue.state == "load_change"


def test_the_last_question_gone_still_leads_to_the_verdict(content: Content) -> None:
    conversation = at(content, "load_change")
    rules = tuple(rule for rule in content.rules if rule.id != "R66")
    under(conversation, replace(without(content, "load_change"), rules=rules))

    conversation.says("[No change]")
    assert conversation.dialogue.state == "resume"
    conversation.says("[Go on]")

    assert conversation.dialogue.state == "verdict"
    assert conversation.verdict is not None
    assert conversation.verdict.verdict["disposition"] == "run"


def test_answers_that_no_longer_decide_give_no_verdict_until_the_rest_is_asked(content: Content) -> None:
    """Reading one's answers after an update must not tell a verdict from what is left of them."""
    conversation = at(content, "verdict")
    conversation.says("[My answers]")
    hip = content.triage.by_id["bone_and_hip"]
    lump = replace(content.facts["walk_pain"], type="score", best=0, unsure=4)
    items = tuple(replace(item, fact=lump) if item.fact.id == "walk_pain" else item for item in hip.items)
    screens = tuple(replace(hip, items=items) if screen is hip else screen for screen in content.triage.screens)
    under(conversation, newer(content, screens=screens, facts={"walk_pain": lump}))
    known = len(conversation.records)

    conversation.says("[Keep them as they are]")

    assert conversation.dialogue.state == "bone_and_hip"
    assert len(conversation.records) == known


def test_a_verdict_told_under_older_content_can_still_be_read(content: Content) -> None:
    conversation = at(content, "verdict", gait_altered=True)
    rules = tuple(rule for rule in content.rules if rule.id != "R58")
    under(conversation, replace(newer(content), rules=rules))

    replies = conversation.says("[Why do you say this?]")

    assert [reply.text for reply in replies if isinstance(reply, Message)] == ["why_verdict"]


def test_before_consent_there_is_nothing_to_bring_up_to_date(content: Content) -> None:
    conversation = Conversation(content)
    conversation.says("/start")
    under(conversation, newer(content))

    conversation.says("[I agree]")

    assert conversation.dialogue.content == "next"
    assert conversation.dialogue.state == "right_now"


def test_an_emergency_that_is_asked_about_over_a_check_in_stays_asked_about(content: Content) -> None:
    conversation = under(planned(content, "/checkin", "[Something to tell]", "chest pain"), newer(content))

    conversation.says("/today")

    assert "Is this happening now?" in conversation.open_cards[-1].text
    conversation.says("yes")
    assert conversation.verdict is not None
    assert conversation.verdict.verdict["because"] == ["R01"]


def test_a_triage_that_forbids_running_still_does_so_when_a_check_in_over_it_is_dropped(content: Content) -> None:
    conversation = planned(content, "/triage", "[Knee hot, swollen, red or dark]", "/checkin")
    assert conversation.dialogue.flow == "check_in"

    under(conversation, newer(content)).says("/today")

    assert "No run today" in conversation.open_cards[-1].text
    conversation.says("[Back to the questions]")
    assert conversation.dialogue.flow == "triage"


def test_a_sign_that_was_stored_as_one_word_is_read_as_it_was_meant() -> None:
    assert Dialogue.from_dict({"suspected": "sign_swelling"}).suspected == ["sign_swelling"]
