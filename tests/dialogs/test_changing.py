"""Back, and one answer changed afterwards: the others stay while they hold, and the verdict is made anew."""

import pytest
from support.conversation import Conversation
from support.walk import at, go_on_to

from dialogs.content import Content
from dialogs.replies import Edit, Message, VerdictGiven


def verdicts(conversation: Conversation) -> list[VerdictGiven]:
    return [record for record in conversation.records if isinstance(record, VerdictGiven)]


def change(conversation: Conversation, *lines: str) -> None:
    for line in ("[My answers]", *lines):
        conversation.says(line)


def test_one_answer_is_changed_and_the_others_stay(content: Content) -> None:
    conversation = at(content, "verdict", pain_run=2)
    before = dict(conversation.dialogue.facts)

    change(conversation, "[Worst pain on the last run]", "[5]")

    assert conversation.dialogue.state == "verdict"
    assert conversation.dialogue.facts == {**before, "pain_run": 5}
    assert [verdict.verdict["disposition"] for verdict in verdicts(conversation)] == ["run", "rest"]


def test_a_verdict_from_changed_answers_is_put_on_record_even_if_it_says_the_same(content: Content) -> None:
    conversation = at(content, "verdict")

    change(conversation, "[Worst pain on the last run]", "[1]")

    assert [verdict.facts["pain_run"] for verdict in verdicts(conversation)] == [0, 1]


def test_looking_at_the_answers_puts_nothing_on_record(content: Content) -> None:
    conversation = at(content, "verdict")

    change(conversation, "[Keep them as they are]")
    change(conversation, "[Bone and hip]", "[Back]", "[Keep them as they are]")

    assert len(verdicts(conversation)) == 1


def test_what_a_change_opens_is_asked_and_what_it_closes_is_forgotten(content: Content) -> None:
    conversation = at(content, "verdict")
    change(conversation, "[Injury in the last 14 days]", "[Yes]")
    assert conversation.dialogue.state == "injury_detail"
    conversation.says("[None of these]")
    assert conversation.dialogue.facts["pop_and_stopped"] is False

    change(conversation, "[Injury in the last 14 days]", "[No]")

    assert conversation.dialogue.state == "verdict"
    assert "pop_and_stopped" not in conversation.dialogue.facts
    assert not any("pop_and_stopped" in group for group in conversation.dialogue.trail)
    assert verdicts(conversation)[-1].verdict["disposition"] == "run"


def test_a_sign_forgotten_with_its_screen_decides_nothing_any_more(content: Content) -> None:
    conversation = at(content, "verdict", calf_pain_new=True, clot_before=True)
    assert verdicts(conversation)[-1].verdict["because"][0] == "R17"

    change(conversation, "[Knee and lower leg]", "[New calf pain for no reason]", "[None of these]")
    go_on_to(conversation, "verdict")

    assert "clot_before" not in conversation.dialogue.facts
    assert verdicts(conversation)[-1].verdict["disposition"] == "run"


def test_running_again_after_a_break_asks_what_belongs_to_it(content: Content) -> None:
    conversation = at(content, "verdict", ran_last_14_days=False)
    assert "pain_run" not in conversation.dialogue.facts

    change(conversation, "[Worst pain on the last run]", "[2]")
    assert conversation.dialogue.facts["ran_last_14_days"] is True
    assert conversation.dialogue.state == "settle"
    go_on_to(conversation, "verdict")
    change(conversation, "[Worst pain on the last run]", "[No run in 14 days]")

    facts = conversation.dialogue.facts
    assert facts["ran_last_14_days"] is False
    assert not {"pain_run", "settle", "next_morning", "gait_altered"} & set(facts)
    assert verdicts(conversation)[-1].verdict["because"] == ["R67"]


def test_a_screen_of_ticks_is_changed_with_its_ticks_as_they_were(content: Content) -> None:
    conversation = at(content, "verdict", hop_pain=True)
    change(conversation, "[Bone and hip]")
    assert conversation.dialogue.draft == {"hop_pain": True}

    conversation.says("[Hurts to hop or land]")
    conversation.says("[None of these]")

    assert conversation.dialogue.facts["hop_pain"] is False
    assert "bsi_risk" not in conversation.dialogue.facts
    go_on_to(conversation, "verdict")
    assert verdicts(conversation)[-1].verdict["disposition"] == "run"


def test_backing_out_of_a_change_leaves_the_answer_as_it_was(content: Content) -> None:
    conversation = at(content, "verdict", hop_pain=True)
    before = dict(conversation.dialogue.facts)

    change(conversation, "[Bone and hip]", "[Hurts to hop or land]", "[Back]")

    assert conversation.dialogue.state == "answers"
    assert conversation.dialogue.facts == before
    assert conversation.dialogue.draft == {}
    assert not conversation.dialogue.changing


def test_a_screen_gone_through_one_by_one_is_changed_one_by_one(content: Content) -> None:
    conversation = at(content, "bone_and_hip")
    conversation.says("[Not sure]")
    go_on_to(conversation, "verdict")

    change(conversation, "[Bone and hip]")

    assert "Does pain wake you" in conversation.open_cards[0].text
    conversation.says("[Not sure]")
    go_on_to(conversation, "verdict")
    assert conversation.dialogue.facts["night_rest_pain"] == "unknown"


def test_a_change_can_be_gone_through_one_by_one(content: Content) -> None:
    conversation = at(content, "verdict")
    change(conversation, "[Bone and hip]", "[Not sure]")
    for answer in ("[No]", "[No]", "[Not sure]", "[No]", "[No]", "[No]"):
        conversation.says(answer)

    assert conversation.dialogue.facts["hop_pain"] == "unknown"
    assert conversation.dialogue.state == "bsi_risk"


def test_going_back_takes_the_answers_back_one_card_at_a_time(content: Content) -> None:
    conversation = at(content, "health", giving_way=True)

    for state, gone in (("the_knee", "giving_way"), ("injury_recent", "injury_recent"), ("age_band", "age_band")):
        conversation.says("[Back]")
        assert conversation.dialogue.state == state
        assert gone not in conversation.dialogue.facts
    conversation.says("[Back]")

    assert conversation.dialogue.state == "right_now"
    assert conversation.dialogue.facts == {}
    assert conversation.open_cards[0].tap("Back") is None


def test_typing_back_at_the_beginning_shows_the_first_question_again(content: Content) -> None:
    conversation = at(content, "right_now")

    replies = conversation.says("back")

    assert [reply.text for reply in replies if isinstance(reply, Message)] == ["question"]
    assert conversation.dialogue.state == "right_now"
    assert len(conversation.open_cards) == 1


def test_a_pause_in_the_middle_of_a_change_drops_the_change_and_not_the_answer(content: Content) -> None:
    conversation = at(content, "verdict", hop_pain=True)
    before = dict(conversation.dialogue.facts)
    change(conversation, "[Bone and hip]", "[I limp when I walk]")

    conversation.says("/start")
    conversation.says("[Go on]")

    assert conversation.dialogue.state == "verdict"
    assert conversation.dialogue.facts == before
    assert (conversation.dialogue.changing, conversation.dialogue.draft) == (False, {})


def test_the_list_of_answers_names_every_screen_answered_and_offers_to_change_it(content: Content) -> None:
    conversation = at(content, "verdict", injury_recent=True, swelling="small", pain_run=3)
    replies = conversation.says("[My answers]")

    (card,) = [reply for reply in replies if isinstance(reply, Message)]
    answers = {one["name"]: one["answer"] for one in card.values["answers"]}  # type: ignore[attr-defined]
    assert answers["Injury in the last 14 days"] == "Yes"
    assert answers["Knee and lower leg"] == "A little puffy"
    assert answers["Your health"] == "None of these"
    assert [row[0].label for row in card.rows[:-1]] == list(answers)
    assert card.rows[-1][0].label == "Keep them as they are"


def test_what_was_asked_with_another_screen_is_listed_once(content: Content) -> None:
    conversation = at(content, "verdict", knee_hot_red_swollen=True)
    replies = conversation.says("[My answers]")

    (card,) = [reply for reply in replies if isinstance(reply, Message)]
    labels = [row[0].label for row in card.rows]
    assert labels.count("Fever, shivers or feeling ill") == 1
    assert "Your health" in labels


@pytest.mark.parametrize("typed", ["hello", "yes", "keep"])
def test_words_beside_the_list_of_answers_show_it_again(content: Content, typed: str) -> None:
    conversation = at(content, "verdict")
    conversation.says("[My answers]")

    replies = conversation.says(typed)

    assert conversation.dialogue.state == "answers"
    assert [type(reply) for reply in replies] == [Edit, Message]


def test_what_brings_a_country_question_by_a_change_asks_it(content: Content) -> None:
    conversation = at(content, "verdict", locale="en")
    change(conversation, "[Knee and lower leg]", "[Buckled under me]", "[Done]")

    assert conversation.dialogue.state == "country"
    assert verdicts(conversation)[-1].verdict["disposition"] == "clinician"
    conversation.says("germany")

    assert conversation.dialogue.state == "verdict"
    assert conversation.dialogue.region == "DE"


def test_a_new_triage_begins_with_nothing_of_the_old_one(content: Content) -> None:
    conversation = at(content, "the_knee", age_band="12_15")
    conversation.says("[Not sure]")
    for line in ("/start", "[Start afresh]"):
        conversation.says(line)

    assert conversation.open_cards[0].tap("None of these") is not None
    go_on_to(conversation, "parent", age_band="12_15")
    go_on_to(conversation, "the_knee", age_band="12_15")
    assert conversation.open_cards[0].tap("None of these") is not None


def test_a_first_not_sure_of_an_old_triage_does_not_count_in_a_new_one(content: Content) -> None:
    conversation = at(content, "right_now")
    for line in ("[Not sure]", "[Not sure]", "/start", "[Start afresh]", "[Not sure]"):
        conversation.says(line)

    replies = conversation.says("[Not sure]")

    assert [reply.text for reply in replies if isinstance(reply, Message)] == ["question_again"]


def test_starting_afresh_in_the_middle_of_a_change_starts_afresh(content: Content) -> None:
    conversation = at(content, "verdict")
    change(conversation, "[Knee and lower leg]", "/start", "[Start afresh]")

    assert not conversation.dialogue.changing
    assert "At most" in conversation.open_cards[0].text
