"""The knee's week on the page, and what is drawn: the chart, the card of the week, the page for a physio."""

from collections.abc import Mapping

from dialogs.facts import Value
from dialogs.lived import LIVES, days_of
from dialogs.preview.asked import ask_all
from dialogs.preview.chat import Chat, Stage, Turn
from dialogs.preview.living import Plans, live
from dialogs.preview.parts import Chapter, Part

SCORES: Mapping[str, Mapping[str, Value]] = {
    "none": {"week_bothered": False},
    "small": {"week_bothered": True, "week_running": "most", "week_cut": "little", "week_feel": "slightly_off",
              "week_sore": "none"},
    "moderate": {"week_bothered": True, "week_running": "some", "week_cut": "little", "week_feel": "slightly_off",
                 "week_sore": "little"},
    "large": {"week_bothered": True, "week_running": "none", "week_cut": "completely", "week_feel": "could_not",
              "week_sore": "lot"},
}  # fmt: skip
"""Answers for each band of the score."""
TWO_WEEKS = (("small", "small"), ("large", "small"), ("none", "large"))
"""The bands of one week and the next: the same, better, worse."""
DRAWN = {"chart": "Pain over four weeks", "week_card": "The week at a glance", "report": "The page for a physio"}
QUIET_WEEK = ("p2 r2", "p2", "p2", "p2 r2", "p1", "p1", "p1")


def weeks(stage: Stage, plans: Plans) -> Part:
    """The weekly questions, their answers, and the pictures."""
    part = Part("The knee's week", "Four questions once a week, and what can be drawn of a course.")
    asked, told = part.chapter("Its questions"), part.chapter("What it tells")
    for band, answers in SCORES.items():
        chat = plans["ladder"].begin()
        turn = week(stage, asked, chat, answers)
        told.add(f"A first week: {band}", turn)
    for before, after in TWO_WEEKS:
        chat = plans["ladder"].begin()
        week(stage, asked, chat, SCORES[before])
        told.add(f"{before.capitalize()}, then {after}", week(stage, asked, chat, SCORES[after]))
    drawn(plans, part.chapter("What is drawn"))
    return part


def week(stage: Stage, asked: Chapter, chat: Chat, answers: Mapping[str, Value]) -> Turn:
    """A week of days, then its questions; the turn that told the score."""
    live(chat, QUIET_WEEK)
    chat.later(days=-1)
    turn = ask_all(stage, asked, chat, chat.taps("g:knee_week"), answers)[-1]
    chat.later(days=1)
    return turn


def drawn(plans: Plans, chapter: Chapter) -> None:
    """Each picture of a course with ups and downs, and before the first day of it."""
    start, life = LIVES["relapse"]
    full, fresh = plans[start].begin(), plans["ladder"].begin()
    live(full, days_of(life))
    for chat, name in ((full, ""), (fresh, ", before the first check-in")):
        for place, title in DRAWN.items():
            other = chat.copy()
            other.types("/plan")
            other.taps("g:more")
            chapter.add(f"{title}{name}", other.taps(f"g:{place}"))
