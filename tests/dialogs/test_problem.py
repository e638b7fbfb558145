"""/problem: whom to tell of a wrong answer, and by what it can be found again."""

from support.conversation import Conversation
from support.walk import at

from dialogs.content import Content, Operator, read_content
from dialogs.replies import VerdictGiven


def test_it_says_whom_to_write_to_before_anything_is_agreed() -> None:
    conversation = Conversation(read_content(operator=Operator("Hill Runners", "safe@hill.example")))

    conversation.says("/problem")

    (said, *_) = conversation.cards
    assert "Hill Runners runs this bot." in said.text
    assert "please write to safe@hill.example." in said.text
    assert f"content {conversation.content.version}\n" in said.text


def test_it_reads_as_sentences_where_nobody_is_named(content: Content) -> None:
    conversation = Conversation(content)

    conversation.says("/problem")

    assert "Whoever started this program runs this bot." in conversation.cards[0].text
    assert "please write to that person." in conversation.cards[0].text


def test_it_names_the_answer_as_it_is_on_record(content: Content) -> None:
    conversation = at(content, "verdict")
    conversation.says("/problem")
    assert conversation.verdict is not None
    assert f"content {content.version}, answer {conversation.verdict.number}\n" in conversation.cards[-2].text


def test_every_answer_has_a_number_of_its_own(content: Content) -> None:
    conversation = at(content, "verdict")
    for line in ("[My answers]", "[Knee and lower leg]", "[Buckled under me]", "[Done]"):
        conversation.says(line)

    numbers = [record.number for record in conversation.records if isinstance(record, VerdictGiven)]
    assert len(numbers) == len(set(numbers)) == 2
    assert conversation.dialogue.told_in == numbers[-1]
