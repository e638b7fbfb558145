"""The days of a plan on the page: today, the week, the warm-up, and the runner's own steps."""

from dialogs.preview.chat import Chat, data_of
from dialogs.preview.living import Plans, live, next_day
from dialogs.preview.parts import Chapter, Part
from dialogs.preview.planning import KINDS


def days(plans: Plans) -> Part:
    """The cards of a plan, for each kind of it."""
    part = Part("Day by day", "Today, the week, what comes before a run, and the steps a runner takes by hand.")
    today, week = part.chapter("Today"), part.chapter("The week")
    for name, title in KINDS.items():
        chat = plans[name].begin()
        today.add(title, chat.types("/today"))
        week.add(title, chat.types("/plan"))
    on_some_days(plans, today)
    before_a_run(plans, part.chapter("Before a run"))
    more(plans, part.chapter("More"))
    by_hand(plans, part.chapter("Steps of one's own"))
    goal(plans, part.chapter("A goal of one's own"))
    return part


def on_some_days(plans: Plans, today: Chapter) -> None:
    """Today after a check-in, a run, a stop, a silence, and beside open questions."""
    chat = next_day(plans["ladder"].begin())
    chat.types("/today")
    today.add("An exercise done", chat.taps(first_tick(chat)))
    told = plans["ladder"].begin()
    live(told, ["p2 r2"])
    today.add("After the check-in", told.later(days=-1).types("/today"))
    today.add("The day after a run", next_day(told).types("/today"))
    for text, title in (("p5 r5", "After a step back"), ("p2 !swelling", "The plan waits for triage")):
        chat = plans["ladder"].begin()
        live(chat, [text])
        today.add(title, chat.types("/today").at_last())
    asking = plans["ladder"].begin()
    asking.types("/triage")
    today.add("Beside questions that were left open", asking.types("/today"))
    stuck = plans["ladder"].begin()
    stuck.types("/triage")
    stuck.until("health", {"knee_locked": True})
    today.add("Beside questions whose answers forbid running", stuck.types("/today").at_last())
    today.add("After these are dropped", stuck.types("/cancel").only("cancelled"), stuck.types("/today").at_last())
    silent = plans["ladder"].begin().later(days=16)
    today.add("After two weeks of silence", silent.types("/today"))


def more(plans: Plans, chapter: Chapter) -> None:
    """What else there is."""
    chat = plans["rest"].begin()
    chat.types("/plan")
    chapter.add("What else there is", chat.taps("g:more"))
    for place in ("cross", "expect"):
        beside = chat.copy()
        turn = beside.taps(f"g:{place}")
        chapter.add(turn.did, turn)


def first_tick(chat: Chat) -> str:
    """The data of the first exercise that is still to do."""
    return next(data for data in data_of(chat) if data.startswith("t:"))


def before_a_run(plans: Plans, chapter: Chapter) -> None:
    """The warm-up, and what its gate says."""
    chat = plans["ladder"].begin()
    chat.types("/today")
    chapter.add("The warm-up", chat.taps("g:warm_up"))
    for gate in ("low", "three", "high"):
        passed = chat.copy()
        turn = passed.taps(f"g:gate_{gate}")
        chapter.add(turn.did, turn, passed.types("/today").at_last())


def goal(plans: Plans, chapter: Chapter) -> None:
    """Fewer km a week are enough."""
    chat = plans["km"].begin()
    chat.types("/plan")
    chapter.add("How much is enough", chat.taps("g:goal"))
    chapter.add("A goal", chat.taps("g:goal_30"), chat.types("/plan").at_last())
    chat.taps("g:goal")
    chapter.add("As before the pain", chat.taps("g:goal_none"))


def by_hand(plans: Plans, chapter: Chapter) -> None:
    """A level up or down, harder or easier exercises, a shorter session."""
    chat = next_day(plans["ladder"].begin())
    chat.types("/plan")
    up = chat.copy()
    chapter.add("One level up", up.taps("g:level_up"), up.taps("g:level_up_sure"))
    chapter.add("One level down", chat.copy().taps("g:level_down"))
    sore = plans["ladder"].begin()
    live(sore, ["p5 r5"])
    sore.types("/plan")
    chapter.add("Not now", sore.taps("g:level_up"))
    carrying = plans["pregnant"].begin()
    carrying.types("/plan")
    chapter.add("Not while pregnant", carrying.taps("g:level_up"))
    for steps in (("stage_up", "stage_up_sure"), ("stage_down",), ("shorter",)):
        more = chat.copy()
        more.taps("g:more")
        turns = [more.taps(f"g:{place}") for place in steps]
        chapter.add(turns[0].did, *turns)
    sore.types("/plan")
    sore.taps("g:more")
    chapter.add("Harder exercises: not now", sore.taps("g:stage_up"))
