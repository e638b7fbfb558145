"""Plays any flow: (content, dialogue, event, now) → what comes of it.

One shared synchronous state machine per flow, built from the content; its events are triggered on the scene, a light
model that holds the dialogue for that one call. What holds in every state stands here: old taps, emergency phrases,
commands, coming back after days. The flows say the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dialogs import leading
from dialogs.commands import ALWAYS, command
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.errors import AnswerError
from dialogs.events import (
    Answer,
    Command,
    Done,
    Due,
    Event,
    Go,
    Left,
    Located,
    NoneOfThese,
    Tick,
    TooMany,
    Typed,
    Unreadable,
)
from dialogs.falling_due import fall_due, may_ask_again
from dialogs.flows import care, consenting, emergency, sign, triage, verdict
from dialogs.forms import drop_form
from dialogs.hours import local_date
from dialogs.keeping import keep_schedule, when_awake, zone_of
from dialogs.moving import hear_in_flow, pull, put_away, show_again
from dialogs.plans import course_of
from dialogs.replies import Erased, OfferedLater, Priority, Record, Reply
from dialogs.scene import Scene
from dialogs.squad_news import tell_coaches, tell_digests
from dialogs.squads.around import NOBODY, Around
from dialogs.standing import standing_of
from dialogs.under_way import is_asking
from dialogs.understanding import Phrase, Phrases
from dialogs.wording import LANGUAGE

ASKS_NOTHING = {("triage", "verdict"), ("triage", "ready"), ("home", "home")} | {
    (flow, "card") for flow in ("settings", "squad", "sharing")
}
"""Cards that wait for no answer."""
Tap = Answer | Tick | Done | NoneOfThese | Go


@dataclass(frozen=True, slots=True)
class Outcome:
    """The dialogue after the event, what is said, and what is put on record."""

    dialogue: Dialogue
    replies: tuple[Reply, ...]
    records: tuple[Record, ...]


def play(content: Content, dialogue: Dialogue, event: Event, now: datetime, around: Around = NOBODY) -> Outcome:
    """Play one event; `dialogue` itself stays as it is. `now` is in UTC, `around` the squads around this runner."""
    scene = Scene(content, brought_up_to_date(content, dialogue.copy()), event, now, around=around)
    hear(scene, asks_something_else=scene.state != dialogue.state)
    if not any(isinstance(record, Erased) for record in scene.records):
        keep_schedule(scene)
        tell_coaches(scene)
        put_away(scene)
    if any(isinstance(record, Erased) for record in scene.records):
        old = scene.dialogue
        scene.dialogue = Dialogue(language=old.language, locale=old.locale, turn=old.turn)
    return Outcome(scene.dialogue, tuple(scene.replies), tuple(scene.records))


def hear(scene: Scene, *, asks_something_else: bool) -> None:
    """What holds in every state, then the flow; nothing is answered by an event that answered another question."""
    match scene.event:
        case Left():
            return
        case Due():
            hear_due(scene, scene.event)
        case Answer() | Tick() | Done() | NoneOfThese() | Go() as tap if is_stale(scene, tap):
            scene.toast("stale")
        case Unreadable() | Located() | TooMany() if notice := not_read(scene):
            scene.say(notice, **scene.numbers)
        case Typed() | Command() if hears_warning(scene):
            return
        case _ if consenting.must_come_first(scene, ALWAYS):
            consenting.ask(scene)
        case _:
            hear_wish(scene, asks_something_else=asks_something_else)


def hear_wish(scene: Scene, *, asks_something_else: bool) -> None:
    """A command, or what the flow makes of it."""
    match scene.event:
        case Command():
            command(scene, scene.event)
        case Typed() if not scene.dialogue.card_open and not asks_nothing(scene):
            show_again(scene)
        case _ if is_back_after_a_day(scene):
            pull(scene, "away")
        case _ if asks_something_else:
            show_again(scene)
        case _:
            hear_in_flow(scene)


def not_read(scene: Scene) -> str | None:
    """What is said where nothing was read; a place says something where the time zone is asked."""
    match scene.event:
        case TooMany():
            return "too_many"
        case Located() if scene.dialogue.flow == "settings":
            return None
    return "unreadable"


def hear_due(scene: Scene, due: Due) -> None:
    """A time has come."""
    if due.kind == "offer_again":
        offer_again(scene)
    elif scene.dialogue.consent is None:
        return
    elif due.kind.partition(":")[0] == "digest":
        tell_digests(scene)
    else:
        fall_due(scene, due, ask_today, ask_seen)


def ask_today(scene: Scene) -> None:
    """The day's questions at the runner's hour; where the plan waits for triage, that is offered once more."""
    leading.come_home(scene)
    if course_of(scene).locked is None:
        pull(scene, leading.begin_check_in(scene))
    elif is_asking(scene):
        pull(scene, "away")
    else:
        show_again(scene)


def ask_seen(scene: Scene) -> None:
    """Whether the runner was seen, when the time frame of the verdict is over."""
    leading.come_home(scene)
    if not is_asking(scene):
        scene.dialogue.flow, scene.state = "care", "ask"
        care.show(scene, scene.state)


def hears_warning(scene: Scene) -> bool:
    """Whether words of an emergency, of distress or of a new sign were typed: they are answered before all else."""
    text = scene.event.text if isinstance(scene.event, Typed) else getattr(scene.event, "argument", "")
    if (found := emergency_said(scene)) is not None:
        emergency.suspect(scene, found)
    elif in_language(scene, scene.content.distress).in_text(text):
        # The card is closed, so that a "no" to this is no answer to the question before it.
        scene.close()
        scene.say("distress", Priority.SAFETY, **scene.numbers)
    elif (found := sign_said(scene)) is not None:
        sign.suspect(scene, found)
        show_again(scene)
    else:
        return False
    return True


def emergency_said(scene: Scene) -> Phrase | None:
    """The emergency phrase in what was typed; a yes to one may say it again."""
    match scene.event:
        case Typed(text) | Command(argument=text):
            if scene.dialogue.flow == "emergency" and emergency.answered(scene, scene.event) == "yes":
                return None
            return in_language(scene, scene.content.phrases).in_text(text)
    return None


def sign_said(scene: Scene) -> Phrase | None:
    """The new sign in what was typed beside a plan or a result; a yes to one may say it again."""
    if not isinstance(scene.event, Typed) or not sign.is_heard(scene):
        return None
    if scene.dialogue.flow == "sign" and sign.answered(scene) == "yes":
        return None
    return in_language(scene, scene.content.signs).in_text(scene.event.text)


def in_language(scene: Scene, phrases: Mapping[str, Phrases]) -> Phrases:
    """The phrases in the runner's language; English ones are always among them."""
    return phrases.get(scene.dialogue.language, phrases[LANGUAGE])


def is_stale(scene: Scene, tap: Tap) -> bool:
    """Whether the tap is on a card that is not the open one."""
    return tap.turn != scene.turn or not scene.dialogue.card_open


def is_back_after_a_day(scene: Scene) -> bool:
    """Whether the runner goes on from answers of more than a day ago; a sign of right now is always taken as it is."""
    if scene.dialogue.flow != "triage" or scene.days_away <= 1:
        return False
    if scene.state == "verdict":
        return verdict.place_meant(scene, scene.event) in ("answers", "slip", "back")
    asking = scene.state in scene.content.triage.by_id or scene.state in ("parent", "answers")
    return asking and scene.state != scene.content.triage.screens[0].id


def offer_again(scene: Scene) -> None:
    """We were away and taps are gone: the open question once more, after the quiet hours of the runner. A verdict or a
    menu asks nothing."""
    if not scene.dialogue.card_open or asks_nothing(scene):
        return
    if (at := when_awake(scene)) > scene.now:
        scene.records.append(OfferedLater(at, local_date(at, zone_of(scene)).isoformat()))
    elif may_ask_again(scene):
        scene.priority = Priority.NUDGE
        scene.say("offer_again")
        show_again(scene)


def asks_nothing(scene: Scene) -> bool:
    """Whether the runner is where no answer is waited for."""
    return (scene.dialogue.flow, scene.state) in ASKS_NOTHING


def brought_up_to_date(content: Content, dialogue: Dialogue) -> Dialogue:
    """A dialogue begun under older content keeps the answers that still hold; the rest is asked again."""
    if dialogue.consent is None or dialogue.content == content.version:
        return dialogue
    dialogue.content = content.version
    drop_form(dialogue)
    fitting = {name: value for name, value in dialogue.facts.items() if _still_fits(content, name, value)}
    dialogue.facts = content.triage.still_holding(fitting)
    dialogue.suspected = [name for name in dialogue.suspected if name in content.facts]
    dialogue.trail = [held for group in dialogue.trail if (held := [name for name in group if name in dialogue.facts])]
    dialogue.draft = {name: value for name, value in dialogue.draft.items() if _still_fits(content, name, value)}
    dialogue.history = {name: value for name, value in dialogue.history.items() if _still_fits(content, name, value)}
    dialogue.stack = [[flow, _place_now(content, dialogue, flow, state)] for flow, state in dialogue.stack]
    dialogue.state = _place_now(content, dialogue, dialogue.flow, dialogue.state)
    return dialogue


def _place_now(content: Content, dialogue: Dialogue, flow: str, state: str) -> str:
    """Where the runner is: a question that is gone or answered gives way to the next open one, if there is one."""
    screen = content.triage.by_id.get(state)
    if flow != "triage" or (screen is None and state in triage.table(content).states):
        return state
    items = content.triage.items(screen, dialogue.facts) if screen else []
    if items and (dialogue.changing or any(item.fact.id not in dialogue.facts for item in items)):
        return state
    following = standing_of(content, dialogue.facts).next_screen
    return following.id if following else "resume"


def _still_fits(content: Content, name: str, value: object) -> bool:
    try:
        content.facts[name].read(value)
    except (KeyError, AnswerError):
        return False
    return True
