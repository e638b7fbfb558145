"""Settings, pause and race on the page: each question, what can be typed there, and what comes of it."""

from dialogs.dates import date_said
from dialogs.events import Located
from dialogs.preview.chat import Chat, Stage
from dialogs.preview.living import Plans
from dialogs.preview.parts import Chapter, Part

ELSEWHERE = "Asia/Kolkata"


def settings(stage: Stage) -> Part:
    """The card and every question behind it."""
    part = Part("Settings", "What a runner sets with /settings, and what a slip there does not change.")
    card = part.chapter("The card")
    chat = stage.agreed()
    card.add("/settings", chat.types("/settings").only("settings"))
    card.add("No daily questions", chat.copy().taps("g:reminders_off"))
    off = chat.copy()
    off.taps("g:reminders_off")
    card.add("Daily questions again", off.taps("g:reminders_on"))
    card.add("Words that fit nothing", chat.copy().types("Bananas"))
    card.add("Done", chat.copy().taps("g:leave").only("settings"))
    hours(chat, part.chapter("The hour and the night"))
    zones(chat, part.chapter("The time zone"))
    return part


def hours(chat: Chat, chapter: Chapter) -> None:
    """The hour of the check-in and the quiet hours."""
    asked = chat.copy()
    chapter.add("Another hour", asked.taps("g:change_hour"))
    chapter.add("An hour that is tapped", asked.copy().taps("a:hour:20:00"))
    either = asked.copy()
    chapter.add("Morning or evening?", either.types("7"), either.types("Evening"))
    chapter.add("An hour in the night", asked.copy().types("10 pm").only("settings"))
    asked = chat.copy()
    chapter.add("Other quiet hours", asked.taps("g:change_quiet"))
    chapter.add("Quiet hours that can be meant twice", asked.copy().types("10 to 7"))
    chapter.add("Too little of the day left", asked.copy().types("09:00 to 08:00"))
    chapter.add("The hour falls into them", asked.types("17:00 to 08:00"))


def zones(chat: Chat, chapter: Chapter) -> None:
    """A city, a clock, a place."""
    asked = chat.copy()
    chapter.add("Another time zone", asked.taps("g:change_zone"))
    city = asked.copy()
    chapter.add("A city is typed", city.types("Berlin"), city.types("Yes"))
    chapter.add("The clock is told", asked.copy().types("It is 11:40 here now"))
    chapter.add("A time that no clock shows", asked.copy().types("12:20"))
    chapter.add("A place is shared", asked.copy().hear(Located(ELSEWHERE), "(a place)", typed=True))
    chapter.add("A place without a time zone", asked.copy().hear(Located(None), "(a place)", typed=True))
    chapter.add("Words that fit nothing", asked.types("Where the sun is"))


def pausing(stage: Stage, plans: Plans) -> Part:
    """/pause and /resume."""
    part = Part("Pause", "Some days ill or away: nothing is asked, and the plan waits.")
    chapter = part.chapter()
    chapter.add("No plan yet", stage.agreed().types("/pause").only("pause"))
    chat = plans["ladder"].begin()
    chapter.add("/pause", chat.types("/pause").only("pause"))
    chapter.add("No pause after all", chat.copy().taps("g:no_pause").only("pause"))
    for why in ("ill", "away"):
        waits = chat.copy()
        chapter.add(f"{why.capitalize()}: how long?", waits.taps(f"g:{why}"))
        chapter.add(f"{why.capitalize()}: too long", waits.copy().types("In 3 weeks"))
        chapter.add(f"{why.capitalize()}: paused", waits.taps("a:pause:7").only("answered", "pause"))
        chapter.add(f"{why.capitalize()}: /pause again", waits.copy().types("/pause").only("pause"))
        chapter.add(f"{why.capitalize()}: /resume", waits.types("/resume").only("pause"))
    waits = plans["ladder"].begin()
    for line in ("/checkin", "Something to tell", "2", "No run", "Swelling", "Done"):
        waits.types(line)
    chapter.add("The plan waits already", waits.types("/pause").only("pause"))
    chapter.add("/resume without a pause", plans["ladder"].begin().types("/resume").only("pause"))
    return part


def racing(stage: Stage, plans: Plans) -> Part:
    """/race."""
    part = Part("Race", "The date of a race is counted down; it never changes what the knee allows.")
    chapter = part.chapter()
    chapter.add("No plan yet", stage.agreed().types("/race").only("race"))
    chat = plans["ladder"].begin()
    chapter.add("/race", chat.types("/race").only("race"))
    chapter.add("A day that can be meant twice", chat.copy().types("Next Sunday"))
    chapter.add("A day that is over", chat.copy().types("1 November 2026"))
    chapter.add("A day far off", chat.copy().types("1 November 2036"))
    chapter.add("Words that fit nothing", chat.copy().types("Soon"))
    chapter.add("A date", chat.types("In 8 weeks"))
    chapter.add("A distance in miles", chat.types("10 miles"))
    chapter.add("Done", chat.copy().taps("g:leave").only("race"))
    chapter.add("Removed", chat.taps("g:remove_race").only("race"))
    for days, name in ((1, "tomorrow"), (0, "today")):
        chat = plans["ladder"].begin()
        date = date_said(chat.now.date().replace(day=1 + days), stage.texts)
        chat.types("/race")
        chat.types(date)
        chapter.add(f"The race is {name}", chat.taps("g:no_distance"))
    return part
