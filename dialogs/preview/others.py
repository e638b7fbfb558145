"""Everything else on the page: the welcome, emergencies, who is under 16, numbers by country, commands, coming back."""

from collections.abc import Mapping

from dialogs.events import Due, Go, TooMany, Unreadable
from dialogs.lived_squads import OPERATOR_WORDS
from dialogs.preview.chat import Bubble, Stage, Turn, data_of
from dialogs.preview.parts import Chapter, Part
from dialogs.preview.verdicts import Told, tell
from dialogs.understanding import Phrases
from dialogs.wording import LANGUAGE

UNDER_16 = "12_15"
NO_COUNTRY = "en"
BESIDE_THE_DIALOGUE = {
    "trouble": "The program failed",
    "no_groups": "Taken into a group",
    "foreign": "A tap on somebody else's card",
}
"""Messages the shell around the dialogue sends."""


def hello(stage: Stage) -> Part:
    """From the first line to the agreement."""
    part = Part("Hello", "What a runner reads before anything is asked or kept.")
    chapter = part.chapter()
    chat = stage.newcomer()
    chapter.add("The first line", chat.types("/start"))
    chapter.add("Privacy, before agreeing", chat.copy().taps("g:privacy"))
    chapter.add("Words typed before agreeing", chat.copy().types("My knee hurts").only("welcome"))
    chapter.add("A yes that is typed", chat.copy().types("Okay"))
    chapter.add("Agreed, and on to the first question", chat.taps("g:agree"))
    return part


def parent(stage: Stage) -> Part:
    """A parent or carer is asked for; with and without one."""
    part = Part("Under 16", "A parent or carer has to agree.")
    chapter = part.chapter()
    chat = stage.agreed()
    asked = chat.until("parent", {"age_band": UNDER_16})
    chapter.add("Is a parent there?", asked and asked.at_last(), note=stage.note({"age_band": UNDER_16}))
    chapter.add("Yes, here", chat.copy().taps("g:parent_here"))
    chapter.add("Not here: nothing is kept", chat.copy().taps("g:parent_not_here"))
    chapter.add("Back to the age", chat.copy().taps("g:back"))
    return part


def emergencies(stage: Stage, told: Mapping[str, Told]) -> Part:
    """Words that may mean an emergency, in any state, and what became of it."""
    part = Part("Emergencies", "Words that may mean an emergency are answered at once, in any state.")
    before, after = part.chapter("Before agreeing"), part.chapter("During the questions")
    lines = lines_of(stage, stage.content.phrases)
    for kind, line in lines.items():
        chat = stage.agreed()
        fact = stage.texts.text(f"questions.{kind}.short") if kind else "No fact of ours says it"
        after.add(fact, chat.types(line), chat.taps("g:happening_now"))
    line = next(iter(lines.values()))
    chat = stage.newcomer()
    before.add("Asked at once", chat.types(line))
    before.add("Yes, now", chat.copy().taps("g:happening_now"))
    before.add("No, not now", chat.taps("g:not_now"))
    chat = stage.agreed()
    after.add("Not now: on with the questions", chat.types(line).only("emergency_now"), chat.taps("g:not_now"))
    hard = part.chapter("A hard time")
    for words in lines_of(stage, stage.content.distress).values():
        hard.add("Somebody in distress", stage.agreed().types(words))
    slip = tell(stage, {"chest_pain_or_breathless": True})
    after.add("That was a slip", slip.chat.taps("g:slip"), note=stage.note(slip.answers))
    before_the_end(stage, told, part.chapter("Certain before the end"))
    return part


def before_the_end(stage: Stage, told: Mapping[str, Told], chapter: Chapter) -> None:
    """What is said while questions are still open: each message to the first runner who hears it."""
    heard: set[str] = set()
    for one in sorted(told.values(), key=lambda one: len(one.answers)):
        for turn in stage.agreed().walk(one.answers):
            keys = {bubble.key for bubble in turn.bubbles if bubble.key.startswith("seen_")}
            if keys - heard:
                heard |= keys
                title = f"{' and '.join(sorted(keys)).replace('_', ' ').capitalize()}, with more to ask"
                chapter.add(title, turn, note=stage.note(one.answers))


def lines_of(stage: Stage, phrases: Mapping[str, Phrases]) -> dict[str | None, str]:
    """One phrase for each fact that phrases name, in the language spoken; English ones are always understood."""
    lines: dict[str | None, str] = {}
    for phrase in phrases.get(stage.language, phrases[LANGUAGE]).all:
        lines.setdefault(phrase.fact, " ".join(phrase.words).capitalize())
    return lines


def countries(stage: Stage, told: Mapping[str, Told]) -> Part:
    """The numbers of each region, and the question where they cannot be guessed."""
    part = Part("Numbers by country", "Which numbers a runner is given, by country.")
    chapter = part.chapter()
    need = next(one for one in told.values() if one.verdict.disposition == "urgent")
    chat = stage.agreed(NO_COUNTRY)
    asked = chat.until("country", need.answers)
    chapter.add("Asked where it cannot be guessed", asked and asked.at_last())
    chapter.add("A country that fits nothing", chat.copy().types("Atlantis"))
    chapter.add("Passed over", chat.copy().taps("g:skip"))
    for data in [data for data in data_of(chat) if data.startswith("a:")]:
        other = need.chat.copy()
        other.taps("g:change_country")
        chosen = other.taps(data)
        chapter.add(chosen.did, chosen.only("country_set"), other.types("/emergency").only("emergency_card"))
    return part


def commands(stage: Stage) -> Part:
    """Every command, during the questions, beside an answer, and with nothing open."""
    part = Part("Commands", "What a line that begins with / does.")
    asking = part.chapter("During the questions")
    told, nothing = part.chapter("Beside an answer"), part.chapter("With nothing open")
    for name in ("help", "privacy", "problem", "emergency", "why", "start", "triage", "cancel", "hello"):
        chat = stage.agreed()
        chat.until("age_band", {})
        asking.add(f"/{name}", chat.types(f"/{name}"))
    cancelled = stage.agreed()
    cancelled.types("/cancel")
    told.add("/problem", tell(stage, {}).chat.types("/problem"))
    for name in ("why", "start", "triage", "cancel"):
        told.add(f"/{name}", tell(stage, {}).chat.types(f"/{name}"))
        nothing.add(f"/{name}", cancelled.copy().types(f"/{name}"))
    privacy(stage, part.chapter("Taking back a yes, and giving it anew"))
    export(stage, part.chapter("Hand over everything"))
    erase(stage, part.chapter("Delete everything"))
    return part


def privacy(stage: Stage, chapter: Chapter) -> None:
    """The yes taken back under /privacy, and a text that changed."""
    chat = stage.agreed()
    chat.types("/privacy")
    chapter.add("Taken back", chat.taps("g:withdraw"))
    older = stage.agreed()
    older.dialogue.consent = "0"
    chapter.add("The text has changed", older.types("hello"))
    chapter.add("Agreed anew", older.copy().taps("g:agree"))
    chapter.add("Not agreed", older.taps("g:disagree"))


def export(stage: Stage, chapter: Chapter) -> None:
    """/export, and both answers."""
    chat = stage.agreed()
    chapter.add("Asked once", chat.types("/export"))
    chapter.add("Not now", chat.copy().taps("g:export_not_now"))
    chapter.add("Sent", chat.taps("g:export_now"))


def erase(stage: Stage, chapter: Chapter) -> None:
    """/delete, and both answers."""
    chat = stage.agreed()
    chapter.add("Asked once", chat.types("/delete"))
    chapter.add("Kept", chat.copy().taps("g:keep_all"))
    chapter.add("Deleted", chat.taps("g:delete_all"))


def coming_back(stage: Stage, told: Mapping[str, Told]) -> Part:
    """After hours, a day or days; after the program was away; and after a verdict that still stands."""
    part = Part("Coming back", "After hours or days, after an outage, and after an earlier answer that still stands.")
    chapter = part.chapter("In the middle of the questions")
    chat = stage.agreed()
    chat.until("duration", {})
    chapter.add("The same day", chat.copy().later(hours=3).types("/triage"))
    for days in (1.5, 4):
        late = chat.copy().later(days=days)
        name = "a day" if days < 2 else f"{days:g} days"
        chapter.add(f"After {name}", late.types("Hello"))
        chapter.add(f"After {name}: other words", late.copy().types("Hm"))
        chapter.add(f"After {name}: go on", late.copy().taps("g:go_on"))
        chapter.add(f"After {name}: start afresh", late.taps("g:start_afresh"))
    chapter.add("4 days after a verdict", tell(stage, {}).chat.later(days=4).types("Hello").only("menu_old"))
    chapter.add("The program was away", chat.copy().hear(Due("offer_again")))
    earlier = part.chapter("After an earlier answer")
    for one in {one.verdict.disposition: one for one in reversed(list(told.values()))}.values():
        again = one.chat.copy().later(days=2)
        again.types("/triage")
        turn = again.until("verdict", {})
        if turn and turn.says("earlier_stands"):
            mark = one.verdict.disposition
            earlier.add(
                f"{one.name}, and now less", turn.only("earlier", "verdict"), note=stage.note(one.answers), mark=mark
            )
    return part


def notices(stage: Stage) -> Part:
    """Taps on old cards, what cannot be read, and what is said when something fails."""
    part = Part("Slips and failures", "When a tap is late, a message cannot be read, or something fails.")
    chapter = part.chapter()
    chat = stage.agreed()
    chat.until("duration", {})
    late = chat.copy().hear(Go(chat.dialogue.turn - 1, "why"), "Why do you ask?")
    chapter.add("A tap on an old card", late)
    chapter.add("A photo or a voice message", chat.copy().hear(Unreadable(), "(a photo)", typed=True))
    chapter.add("Far too much at once", chat.copy().hear(TooMany(), "(another message)", typed=True))
    for key, title in BESIDE_THE_DIALOGUE.items():
        if f"{key}.j2" in stage.texts.messages.list_templates():
            chapter.add(title, Turn("", typed=False, bubbles=(Bubble("message", key),), time=""))
    operators = part.chapter("To operators alone")
    for typed, said in OPERATOR_WORDS.items():
        bubbles = tuple(Bubble("message", key, values) for key, values in said.items())
        operators.add(typed, Turn(typed, typed=True, bubbles=bubbles, time=""))
    return part
