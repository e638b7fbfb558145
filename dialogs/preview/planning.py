"""The plan on the page: its questions, what each kind of it says, and what is said where there is none."""

from dialogs.lived import STARTS
from dialogs.preview.asked import ask_all
from dialogs.preview.chat import Stage
from dialogs.preview.living import Plans
from dialogs.preview.parts import Chapter, Part
from dialogs.preview.verdicts import tell, verdict_on
from dialogs.telling import verdict_said

KINDS = {
    "rest": "Running rests",
    "ladder": "Minutes, level by level",
    "km": "Fewer kilometres",
    "km_breaks": "Fewer kilometres, with walk breaks",
    "run": "Kilometres as before",
    "as_now": "As now, no figures known",
    "pregnant": "Less running, while pregnant",
    "cleared": "Cleared by a clinician, level 12",
    "cleared_little": "The same, level 11, and hardly a kilometre before",
}
LONG_AWAY = {"ran_last_14_days": False, "pain_run": 0}


def plan(stage: Stage, plans: Plans) -> Part:
    """From the verdict to the plan."""
    part = Part("The plan", "What shapes a plan, and what each kind of plan says once it is made.")
    questions(stage, part.chapter("Its questions"))
    made = part.chapter("Here is your plan")
    for name, title in KINDS.items():
        made.add(title, plans[name].turn.at_last(), note=stage.note(STARTS[name].triage))
    none(stage, part.chapter("Without a plan"))
    again(stage, plans, part.chapter("Another answer beside a plan"))
    return part


def questions(stage: Stage, chapter: Chapter) -> None:
    """Each question of the plan."""
    for triage, figures in (({"pain_run": 3}, STARTS["km"].figures), (LONG_AWAY, {"days_off": 60})):
        chat = tell(stage, triage).chat
        ask_all(stage, chapter, chat, chat.taps("g:make_plan"), figures)
    chat = tell(stage, {"pain_run": 3}).chat
    chat.taps("g:make_plan")
    chat.types("Skip")
    chapter.add("A distance in miles", chat.types("10 miles").only("answered"))
    chapter.add("/today, before the last answer", chat.types("/today").only("plan_first"))
    chapter.add("/cancel", chat.types("/cancel").only("form_dropped"))


def none(stage: Stage, chapter: Chapter) -> None:
    """The plan's commands where there is none."""
    chapter.add("/plan, before any answer", stage.agreed().types("/plan").only("plan", "menu"))
    chat = tell(stage, {"limp_walking": True}).chat
    chapter.add("/plan, and a clinician comes first", chat.types("/plan").only("plan", "menu"))


def again(stage: Stage, plans: Plans, chapter: Chapter) -> None:
    """What becomes of a plan when triage is answered again."""
    for triage in ({}, {"pain_run": 3}, {"pain_run": 6}, {"limp_walking": True}):
        chat = plans["ladder"].begin()
        chat.types("/triage")
        turn = chat.until("verdict", triage)
        chapter.add(verdict_said(verdict_on(stage, triage)).capitalize(), turn, note=stage.note(triage))
