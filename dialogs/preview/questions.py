"""The questions on the page: each screen as asked, why, ticked, one by one, asked once more, answered and changed."""

from collections.abc import Iterator, Sequence
from typing import Any

from dialogs.asking import spelled
from dialogs.events import Answer, read_tap
from dialogs.expressions import AnyOf, facts_of
from dialogs.preview.chat import Answers, Chat, Stage, Turn, data_of
from dialogs.preview.parts import Chapter, Part
from dialogs.preview.runners import runners
from dialogs.questions import Item, Screen

NO_ANSWER = "zxq"


def questions(stage: Stage) -> Part:
    """A chapter per screen, in the order they are asked."""
    part = Part("The questions", "Every question in the order it is asked, in each form it can take.")
    for screen in stage.content.triage.screens:
        fill(stage, screen, part.chapter(stage.texts.text(f"questions.{screen.id}.short")))
    return part


def fill(stage: Stage, screen: Screen, chapter: Chapter) -> None:
    """Everything one screen can look like."""
    answers, chat, asked = come_to(stage, screen)
    chapter.add("As it is asked", asked.at_last(), note=stage.note(answers), **about(stage, screen, screen.items))
    chapter.add("Why it is asked", chat.copy().taps("g:why"))
    if screen.kind == "ticks" and not screen.at_once:
        chapter.add("With a tick", first_tick(chat.copy()))
    other = chat.copy()
    chapter.add("Words that fit no answer", other.types(NO_ANSWER).only("not_understood"))
    chapter.add("Once it is answered", answered(other))
    if screen.kind != "ticks":
        chapter.add("Asked once more", plainer(chat, screen.question.id))
    chapter.add("To change the answer", changed(stage, screen, answers))
    if chat.offers("g:one_by_one"):
        one_by_one(stage, chat.copy(), screen, chapter)


def come_to(stage: Stage, screen: Screen) -> tuple[Answers, Chat, Turn]:
    """The runner with the fewest answers who comes to a screen, the chat there, and the turn that asked."""
    asked_when = AnyOf(tuple(item.ask_when for item in screen.items))
    for answers in runners(stage.content, asked_when):
        chat = stage.newcomer()
        chat.types("/start")
        begun = chat.taps("g:agree")
        asked = begun if chat.state == screen.id else chat.until(screen.id, answers)
        if asked is not None:
            return answers, chat, asked
    raise LookupError(f"nobody comes to the screen '{screen.id}'")


def about(stage: Stage, screen: Screen, items: Sequence[Item]) -> dict[str, Any]:
    """For the small print: the screen, the facts it asks for, and the rules that read one of them."""
    facts = tuple(item.fact.id for item in items)
    rules = tuple(rule.id for rule in stage.content.rules if not set(facts).isdisjoint(facts_of(rule.when)))
    return {"screen": screen.id, "facts": facts, "read_by": rules}


def first_tick(chat: Chat) -> Turn:
    """The first tick is set."""
    return chat.taps(next(data for data in data_of(chat) if data.startswith("t:")))


def answered(chat: Chat) -> Turn:
    """The card as it stays once it is answered: with the first answer, or with the first tick and Done."""
    turn = chat.taps(next(data for data in data_of(chat) if data.startswith(("a:", "t:"))))
    done = next((data for data in data_of(chat) if data.startswith("d:")), None)
    if not turn.says("answered") and done:
        turn = chat.taps(done)
    return turn.only("answered")


def plainer(chat: Chat, fact: str) -> Turn | None:
    """The plainer question that meets a first "not sure"; None where "not sure" is taken at once."""
    unsure = f"a:{fact}:unknown"
    return chat.copy().taps(unsure).only("question_again") if chat.offers(unsure) else None


def one_by_one(stage: Stage, chat: Chat, screen: Screen, chapter: Chapter) -> None:
    """Every item of a screen as a question of its own."""
    asked = chat.taps("g:one_by_one")
    while (item := open_item(screen, chat)) is not None:
        name = stage.texts.text(f"questions.{item.fact.id}.short")
        why = chat.copy().taps("g:why")
        again = plainer(chat, item.fact.id)
        chapter.add(f"One by one: {name}", asked.at_last(), why, again, **about(stage, screen, [item]))
        asked = chat.taps(f"a:{item.fact.id}:{spelled(item.fact.best)}")


def open_item(screen: Screen, chat: Chat) -> Item | None:
    """The item of this screen the open card asks for; None once it asks for something else."""
    taps = [read_tap(button.tap) for row in chat.rows for button in row]
    asked = {tap.question for tap in taps if isinstance(tap, Answer)}
    return next((item for item in screen.items if item.fact.id in asked and chat.state == screen.id), None)


def changed(stage: Stage, screen: Screen, answers: Answers) -> Turn | None:
    """The screen once more, to change its answer after a verdict; None if no such runner gets that far."""
    for more in ({}, *worse_answers(screen)):
        chat = stage.agreed()
        if chat.until("verdict", {**answers, **more}) and chat.offers("g:answers"):
            chat.taps("g:answers")
            if chat.offers(f"g:change_{screen.id}"):
                return chat.taps(f"g:change_{screen.id}").at_last()
    return None


def worse_answers(screen: Screen) -> Iterator[Answers]:
    """Single answers to a screen beside the best ones."""
    for item in screen.items:
        if item.fact.type == "bool":
            yield {item.fact.id: not item.fact.best}
        yield from ({item.fact.id: value} for value in item.fact.values if value != item.fact.best)
