"""Whether a runner was seen, on the page: asked when the time frame is over, and what the answers lead to."""

from dialogs.lived import STARTS
from dialogs.preview.chat import Chat, Stage
from dialogs.preview.living import Plans, falls_due
from dialogs.preview.parts import Chapter, Part
from dialogs.preview.verdicts import tell

MOST_TIMES = 4
SENT = {
    "An emergency": {"chest_pain_or_breathless": True},
    "Urgent, today": {"knee_hot_red_swollen": True},
    "A clinician within a week": STARTS["cleared"].triage,
}


def seen(stage: Stage, plans: Plans) -> Part:
    """Asked, answered, never seen; and what it does to a plan that waits."""
    part = Part("Were you seen?", "After an answer that sent a runner to care: asked once the time is over, or /seen.")
    asked = part.chapter("Asked")
    for title, answers in SENT.items():
        asked.add(title, falls_due(tell(stage, answers).chat), note=stage.note(answers))
    asked.add("/seen, and nothing is open", stage.agreed().types("/seen").only("seen"))
    answered(tell(stage, STARTS["cleared"].triage).chat, part.chapter("Answered"))
    waits(plans, part.chapter("A plan that waited"))
    return part


def answered(chat: Chat, chapter: Chapter) -> None:
    """Each answer, and what follows."""
    falls_due(chat)
    chapter.add("Words that fit nothing", chat.copy().types("Bananas"))
    cleared = chat.copy()
    chapter.add("Cleared to run", cleared.taps("g:seen_cleared"))
    for data, title in (("g:gently", "Gently"), ("a:level:3", "A level was named")):
        chapter.add(title, cleared.copy().taps(data))
    chapter.add("A high level was named", cleared.taps("a:level:8"))
    chapter.add("Seen, and not cleared yet", chat.copy().taps("g:seen_waiting"))
    for time in range(1, MOST_TIMES):
        chapter.add(f"Not seen, {time}", chat.taps("g:not_seen"))
        if not chat.dialogue.due:
            break
        falls_due(chat)


def waits(plans: Plans, chapter: Chapter) -> None:
    """A plan that is there when a clinician has to see the knee."""
    chat = plans["ladder"].begin()
    chat.types("/triage")
    chapter.add("The verdict", chat.until("verdict", STARTS["cleared"].triage))
    chapter.add("/today meanwhile", chat.types("/today"))
    chat.types("/seen")
    chat.taps("g:seen_cleared")
    chapter.add("Cleared: the plan goes on", chat.taps("g:gently"))
    chapter.add("/seen the same day", chat.types("/seen"))
    chapter.add("It was a slip", chat.taps("g:take_back"))
