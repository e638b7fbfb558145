"""The daily question on the page: its questions, when it comes and when not, and how each decision is told."""

from dialogs.lived import DILIGENT, LIVES, days_of, facts_told
from dialogs.preview.asked import ask_all
from dialogs.preview.chat import Stage
from dialogs.preview.living import Plans, falls_due, live
from dialogs.preview.parts import Chapter, Part

EACH_QUESTION: tuple[tuple[str, list[str], str], ...] = (
    ("ladder", ["p2 r2"], "p2"),
    ("ladder", [], "p2 r2"),
    ("rest", ["p2"], "p2 walk"),
    ("km", ["OK"] * 3, "OK"),
    ("rest", [], "OK"),
)
"""A plan, the days before, and the day that is told: together they are asked everything."""
KINDS = {"check_in": "The question", "reminder": "A reminder", "last_word": "The last word"}
DECIDED = ("emergency_card", "decision", "retriage_now")
MOST_DUE = 20


def daily(stage: Stage, plans: Plans) -> Part:
    """The question, the reminders, the decisions."""
    part = Part("The daily question", "What is asked once a day, what it decides and why, and what comes of a silence.")
    questions(stage, plans, part.chapter("Its questions"))
    beside(plans, part.chapter("Later, not today, once more"))
    silence(plans, part.chapter("When nobody answers"))
    decisions(stage, plans, part.chapter("What a day decides"))
    return part


def questions(stage: Stage, plans: Plans, chapter: Chapter) -> None:
    """Each question of the day."""
    for start, days, today in EACH_QUESTION:
        chat = plans[start].begin()
        live(chat, days)
        ask_all(stage, chapter, chat, chat.types("/checkin"), facts_told(today) or {})


def beside(plans: Plans, chapter: Chapter) -> None:
    """What can be done in place of an answer, and after it."""
    chat = plans["ladder"].begin()
    chapter.add("At the runner's hour", falls_due(chat).at_last())
    chapter.add("Later", chat.copy().taps("g:later").only("check_in"))
    late = chat.copy().later(hours=1, minutes=40)
    chapter.add("Later, but the night is near", late.taps("g:later").only("check_in"))
    chapter.add("Not today", chat.copy().taps("g:skip_today").only("check_in"))
    left = chat.copy()
    left.taps("a:gate_ran:tell")
    chapter.add("/cancel on the way", left.types("/cancel").only("check_in_waits"), left.types("/today").at_last())
    told = chat.copy()
    told.taps("a:gate_ran:quiet")
    again = told.copy()
    chapter.add("/checkin once more", again.types("/checkin"))
    chapter.add("To change the answer", told.taps("g:change_answer"))
    sign = chat.copy()
    chapter.add("A sign is typed", sign.types("My knee is swollen"), sign.copy().taps("g:sign_not_new"))
    chapter.add("And it is new", sign.taps("g:sign_new"))
    late = chat.copy().later(hours=15)
    chapter.add("Answered on the day after", late.taps("a:gate_ran:quiet").only("decision"))


def silence(plans: Plans, chapter: Chapter) -> None:
    """All that comes while nobody answers, until the last word."""
    chat = plans["ladder"].begin()
    first = chat.now.date()
    for _ in range(MOST_DUE):
        if not chat.dialogue.due:
            break
        kind = KINDS[chat.dialogue.due[0][0]]
        turn = falls_due(chat)
        chapter.add(f"{kind}, day {(chat.now.date() - first).days + 1}", turn.at_last())
    chapter.add("And then /checkin", chat.later(days=1).types("/checkin"))


def decisions(stage: Stage, plans: Plans, chapter: Chapter) -> None:
    """Each reason of a decision, told to somebody who lived up to it."""
    rows = {row.because: row.id for row in stage.content.decisions.row.values()}
    for because, (start, life) in LIVES.items():
        chat = plans[start].begin()
        turn = live(chat, days_of(life), diligent=because in DILIGENT)
        row = rows.get(because) or (chat.dialogue.plan or {})["told"]["row"]
        title = because.replace("_", " ").capitalize() + ("" if row == because else f", {row}")
        chapter.add(
            title, turn.only(*DECIDED) if turn else None, note=f"Plan: {start.replace('_', ' ')}. Days: {life}."
        )
