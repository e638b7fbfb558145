"""The questions of the plan, the day and the week on the page: each as it is asked, why, and what fits no answer."""

from collections.abc import Mapping

from dialogs.facts import Value
from dialogs.preview.chat import Chat, Stage, Turn
from dialogs.preview.parts import Chapter
from dialogs.preview.questions import NO_ANSWER
from dialogs.tapping import answer_to

MOST_STEPS = 30


def ask_all(stage: Stage, chapter: Chapter, chat: Chat, asked: Turn, facts: Mapping[str, Value]) -> tuple[Turn, ...]:
    """Answer the questionnaire that `asked` has opened, and show each question the chapter does not have yet.

    The turn that followed each answer, the last one last. Raises LookupError where there is nothing to tap.
    """
    flow = chat.dialogue.flow
    turns: list[Turn] = []
    while chat.dialogue.flow == flow and len(turns) < MOST_STEPS:
        screen = stage.content.questionnaires[flow].by_id[chat.state]
        if screen.id not in [piece.screen for piece in chapter.pieces]:
            title = stage.texts.text(f"questions.{screen.name}.short")
            why, other = chat.copy(), chat.copy()
            more = (why.taps("g:why"), other.types(NO_ANSWER).only("not_understood"))
            chapter.add(title, asked.at_last(), *more, screen=screen.id)
        event = answer_to(chat.dialogue, chat.rows, facts)
        if event is None:
            raise LookupError(f"at '{screen.id}' there is nothing to tap")
        asked = chat.hear(event)
        turns.append(asked)
    return tuple(turns)
