"""Single steps of a walk: where a dialogue is, whether it may end there, what was done, in words."""

from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Command, Done, Event, Go, NoneOfThese, Tick, Typed
from dialogs.machine import Outcome
from dialogs.replies import Erased, Message, Priority

HOME = ("today", "more")
"""Buttons for the cards that stand for home."""
SHOWS = ("g:group_", "g:move_", "g:hurts_", "g:topic_", "g:topics_")
ABOUT_THE_VERDICT = ("verdict", "answers", "country")


def may_end_here(outcome: Outcome) -> bool:
    """Everything about the runner is erased, or the last word was about safety."""
    said = [reply for reply in outcome.replies if isinstance(reply, Message)]
    erased = any(isinstance(record, Erased) for record in outcome.records)
    return erased or bool(said and said[-1].priority == Priority.SAFETY)


def falls_back(dialogue: Dialogue, event: Event, outcome: Outcome) -> bool:
    """Whether a button between questions only brings the card that all misunderstood words bring."""
    home = dialogue.flow == outcome.dialogue.flow == "home"
    said = [reply.text for reply in outcome.replies if isinstance(reply, Message)]
    return home and isinstance(event, Go) and event.place not in HOME and said[-1:] in (["today"], ["menu"])


def place_of(dialogue: Dialogue) -> tuple[object, ...]:
    """Where a dialogue is, as far as it matters for what its buttons do there."""
    verdict = (dialogue.verdict or {}) if dialogue.state in ABOUT_THE_VERDICT else {}
    told = tuple(str(verdict.get(key)) for key in ("disposition", "meanwhile", "keep_weight_off"))
    going_through = dialogue.state in dialogue.one_by_one
    plainer = going_through and bool(dialogue.asked_again)
    how = (dialogue.changing, going_through, plainer, told)
    # Whether there is a plan shows beside a verdict, what kind it is where it is told and asked about.
    beside = (dialogue.plan is not None,) if dialogue.state == "verdict" else ()
    return (*state_of(dialogue), *how, *(beside if dialogue.flow == "triage" else plan_of(dialogue)))


def is_alike(tap: str) -> bool:
    """Whether a button shows an exercise or a topic: what that says does not hang on how the runner is."""
    return shape_of(tap).startswith(SHOWS)


def flow_of(dialogue: Dialogue) -> tuple[object, ...]:
    """Where a dialogue is, as far as it matters for commands and for words that fit nothing."""
    plan = plan_of(dialogue) if dialogue.flow == "home" else (dialogue.plan is not None,)
    return (*state_of(dialogue), *plan)


def state_of(dialogue: Dialogue) -> tuple[object, ...]:
    """The state, whether there is consent, and whether something else was left open."""
    return dialogue.flow, dialogue.state, bool(dialogue.consent), bool(dialogue.stack)


def plan_of(dialogue: Dialogue) -> tuple[object, ...]:
    """What kind of plan there is, and how it stands."""
    if dialogue.plan is None:
        return ()
    course = dialogue.plan.get("course", {})
    return course.get("mode"), course.get("disposition"), course.get("locked"), "rest_from" in course


def shape_of(tap: str) -> str:
    """The data of a button without the number of its card; a tick set and one taken back are alike."""
    kind, _, rest = tap.partition(":")
    return f"{'t' if kind == 'u' else kind}:{rest.partition(':')[2]}"


def in_words(event: Event | None) -> str:
    """An event for a message to an author."""
    match event:
        case None:
            return "nothing"
        case Command(name):
            return f"/{name}"
        case Typed(text):
            return f"'{text}' typed"
        case Answer(_, question, value):
            return f"answer {question} {value}"
        case Tick(_, screen, fact, value):
            return f"tick {screen} {fact} {value}"
        case Done(_, screen):
            return f"done {screen}"
        case NoneOfThese(_, screen):
            return f"none {screen}"
        case Go(_, place):
            return f"go {place}"
    return repr(event)
