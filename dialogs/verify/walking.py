"""A walk through the dialogue itself: every button of every card is tapped, every command given, every reply read."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from jinja2 import TemplateNotFound, UndefinedError

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.earlier import SENT_TO_CARE, STANDS
from dialogs.events import (
    Answer,
    Command,
    Done,
    Due,
    Event,
    Go,
    NoneOfThese,
    Tick,
    TooMany,
    Typed,
    Unreadable,
    read_tap,
)
from dialogs.facts import Value
from dialogs.machine import Outcome, play
from dialogs.replies import Message, Rows, Toast, Told, ToldRunners
from dialogs.squads.around import NOBODY, Around
from dialogs.tapping import answer_to, rows_of
from dialogs.verify.limits import CAPTION, MESSAGE, TOAST
from dialogs.verify.saying import said_in
from dialogs.verify.steps import falls_back, flow_of, in_words, is_alike, may_end_here, place_of, shape_of, state_of
from dialogs.wording import words

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=400)
"""After more than a year; answers are kept no longer."""
COMMANDS = ("start", "triage", "help", "why", "emergency", "privacy", "problem", "cancel", "delete", "export",
            "settings", "pause", "resume", "race", "today", "plan", "exercises", "checkin", "seen", "report",
            "nothing_like_it")  # fmt: skip
OTHERS: tuple[Event, ...] = (*map(Command, COMMANDS), Typed("zxq"), Unreadable(), TooMany(), Due("offer_again"))
MOST_STEPS = 100
UNFILLED = "(not filled)"


@dataclass(frozen=True)
class Heard:
    """One text as it was sent: its key, its values, the words, the buttons under it, and if a file goes with it."""

    key: str
    values: Mapping[str, object]
    text: str
    rows: Rows
    is_toast: bool
    has_file: bool = False

    @property
    def most(self) -> int:
        """How many characters Telegram takes for it."""
        return TOAST if self.is_toast else CAPTION if self.has_file else MESSAGE


@dataclass(frozen=True)
class Trouble:
    """Something that went wrong on the walk: in which state, after what, what it was; `where` if a file is to blame."""

    state: str
    event: str
    problem: str
    remedy: str
    where: str = ""


@dataclass
class Walk:
    """What was heard and what went wrong, for one language; a way tried in one state is not tried there again.

    `now` is when the next event is heard, `rows` the buttons of the card that is open on a day of a plan. `reasons` are
    those that lives with a plan come to, None where no plan was made.
    """

    content: Content
    language: str
    heard: list[Heard] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    around: Around = NOBODY
    now: datetime = NOW
    rows: Rows = ()
    reasons: frozenset[str] | None = None
    _tried: set[object] = field(default_factory=set)

    def newcomer(self, locale: str) -> Dialogue:
        """Somebody who has not said a word."""
        return Dialogue(language=self.language, locale=locale)

    def through(self, runner: Mapping[str, Value], locale: str) -> None:
        """Lead a runner to a verdict, answering as asked, and try every other way on the way there."""
        facts = {**{name: fact.best for name, fact in self.content.facts.items()}, **runner}
        dialogue = self.newcomer(locale)
        rows: Rows = ()
        event: Event | None = Command("start")
        for _ in range(MOST_STEPS):
            if event is None:
                self.complain(dialogue, event, "there is no answer to tap.", "Report it.")
                return
            outcome = self.hear(dialogue, event)
            if outcome is None:
                return
            dialogue, rows = outcome.dialogue, rows_of(outcome) or rows
            self.try_all(dialogue, rows)
            if dialogue.state == "verdict" and dialogue.flow == "triage":
                self.look_around(dialogue, rows)
                return
            event = answer_to(dialogue, rows, facts)
        self.complain(dialogue, event, "the questions never end.", "Report it.")

    def look_around(self, dialogue: Dialogue, rows: Rows) -> None:
        """Open every card beside this runner's verdict: what they say depends on all the answers."""
        for button in [button for row in rows for button in row]:
            self.hear(dialogue, read_tap(button.tap))

    def told(self, runner: Mapping[str, Value], locale: str) -> None:
        """A runner who came to these answers by changing earlier ones: nothing was left out by stopping early."""
        outcome = self.hear(self.reading_answers(runner, locale), Command("help"))
        if outcome is None:
            return
        self.try_all(outcome.dialogue, rows_of(outcome))
        outcome = self.hear(outcome.dialogue, Go(outcome.dialogue.turn, "keep"))
        if outcome is not None:
            self.try_all(outcome.dialogue, rows_of(outcome))

    def reading_answers(self, runner: Mapping[str, Value], locale: str) -> Dialogue:
        """A runner who has answered everything and looks at the answers."""
        facts = {**{name: self.content.facts[name].best for name in self.content.triage.asked_when}, **runner}
        dialogue = self.newcomer(locale)
        dialogue.flow, dialogue.state, dialogue.parent, dialogue.card_open = "triage", "answers", True, True
        dialogue.consent, dialogue.content = self.content.consent_version, self.content.version
        dialogue.facts = self.content.triage.still_holding(facts)
        history = self.content.questionnaires["history"].asked_when
        dialogue.history = {name: value for name, value in runner.items() if name in history}
        return dialogue

    def told_before(self, locale: str) -> None:
        """Runners with everything fine whom an earlier verdict sent to care: the last day and the first."""
        for rule in {rule.urgency: rule for rule in self.content.rules if rule.disposition in SENT_TO_CARE}.values():
            for meanwhile in {None, rule.meanwhile}:
                earlier = {"disposition": rule.disposition, "by": rule.by, "meanwhile": meanwhile}
                for days in (0, 1, STANDS.days):
                    dialogue = self.reading_answers({}, locale)
                    dialogue.earlier = {**earlier, "at": (NOW - timedelta(days=days)).isoformat()}
                    self.hear(dialogue, Go(dialogue.turn, "keep"))

    def agreed(self) -> Dialogue:
        """Somebody who has agreed, with nothing open."""
        dialogue = self.newcomer("en-GB")
        dialogue.flow, dialogue.state = "triage", "ready"
        dialogue.consent, dialogue.content = self.content.consent_version, self.content.version
        return dialogue

    def try_all(self, dialogue: Dialogue, rows: Rows) -> None:
        """Every button of the open card and every command; what they lead to is tried in turn."""
        waiting = [(dialogue, rows)]
        while waiting:
            here, card = waiting.pop()
            taps = [button.tap for row in card for button in row] if here.card_open else []
            place, flow = place_of(here), flow_of(here)
            alike = (*state_of(here), here.plan is not None)
            heard = [read_tap(tap) for tap in taps if self._is_new((alike if is_alike(tap) else place, shape_of(tap)))]
            if self._is_new((flow, "others")):
                heard += [*OTHERS, *said_in(here)]
                self.hear(here, Typed("yes"), LATER)
            for event in heard:
                outcome = self.hear(here, event)
                if outcome is not None:
                    waiting.append((outcome.dialogue, rows_of(outcome) or card))

    def _is_new(self, way: object) -> bool:
        """Whether this was not tried before; from now on it was."""
        new = way not in self._tried
        self._tried.add(way)
        return new

    def agreed_before(self) -> None:
        """Somebody who agreed to an older text, with questions open."""
        dialogue = self.agreed()
        dialogue.consent = "0"
        outcome = self.hear(dialogue, Typed("hello"))
        if outcome is not None:
            self.try_all(outcome.dialogue, rows_of(outcome))

    def hear_phrases(self) -> None:
        """Type one emergency phrase of each kind, and a word of distress, before and after agreeing."""
        new, agreed = self.newcomer("en-GB"), self.agreed()
        for table in (self.content.phrases, self.content.distress):
            phrases = table[self.language].all if self.language in table else ()
            kinds = {phrase.fact: phrase for phrase in phrases}
            for phrase in kinds.values():
                for dialogue in (new, agreed):
                    outcome = self.hear(dialogue, Typed(" ".join(phrase.words)))
                    if outcome is not None:
                        self.try_all(outcome.dialogue, rows_of(outcome))

    def hear(self, dialogue: Dialogue, event: Event, now: datetime | None = None) -> Outcome | None:
        """Play one event, read all that is said, and check that it leads on; None if the program failed."""
        try:
            outcome = play(self.content, dialogue, event, now or self.now, self.around)
            self.heard += list(self._said(outcome))
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what an author must hear of
            self.complain(dialogue, event, *self._blamed_for(error))
            return None
        if isinstance(event, Answer | Tick | Done | NoneOfThese | Go):
            self._check_it_leads_on(dialogue, event, outcome)
        return outcome

    def _said(self, outcome: Outcome) -> Iterator[Heard]:
        for reply in outcome.replies:
            if reply.text is not None:
                text = self.words(reply.text, reply.values)
                rows = () if isinstance(reply, Toast) else reply.rows
                has_file = isinstance(reply, Message) and bool(reply.picture or reply.document)
                yield Heard(reply.text, reply.values, text, rows, isinstance(reply, Toast), has_file)
        for record in outcome.records:
            if isinstance(record, Told | ToldRunners):
                yield Heard(record.text, record.values, self.words(record.text, record.values), (), is_toast=False)

    def overhear(self, key: str, values: Callable[[], Mapping[str, object]]) -> None:
        """A message that comes from somewhere else than a turn; what fails on the way is complained of."""
        try:
            found = values()
            self.heard.append(Heard(key, found, self.words(key, found), (), is_toast=False))
        except Exception as error:  # noqa: BLE001  # as in `hear`
            self.troubles.append(Trouble("shell", key, *self._blamed_for(error)))

    def words(self, key: str, values: Mapping[str, object]) -> str:
        """What a message says; a value that nobody gives it is found by looking at all of them."""
        try:
            return words(self.content, self.language, key, values)
        except UndefinedError as error:
            if re.fullmatch(r"'\w+' is undefined", str(error)):
                return UNFILLED
            raise LookupError(f"{self.language}/messages/{key}.j2", str(error)) from error

    def _blamed_for(self, error: Exception) -> tuple[str, str, str]:
        """What to tell an author of a failure: the problem, the remedy, and the file if it is known."""
        match error:
            case TemplateNotFound(name=name):
                return "the message is missing.", "Write it.", f"{self.language}/messages/{name}"
            case KeyError(args=[str(key)]) if "." in key:
                file, _, rest = key.partition(".")
                return f"the text '{rest}' is missing.", "Write it.", f"{self.language}/{file}.yaml"
            case UndefinedError():
                variable = str(error).split("'")[1]
                return (
                    f"nobody fills '{{{{ {variable} }}}}'.",
                    "Take it away, or mend its name.",
                    self._text_with(variable),
                )
            case LookupError(args=[str(where), str(problem)]):
                return f"it can't be filled: {problem}.", "Mend the name in the braces.", where
        return f"it fails: {type(error).__name__}: {error}.", "Report it.", ""

    def _text_with(self, variable: str) -> str:
        """Where the short text stands that takes this value."""
        texts = self.content.texts(self.language)
        uses = re.compile(rf"\{{\{{[^}}]*\b{variable}\b")
        return next((texts.places[key] for key, text in texts.strings.items() if uses.search(str(text))), "")

    def _check_it_leads_on(self, dialogue: Dialogue, event: Event, outcome: Outcome) -> None:
        if any(isinstance(reply, Toast) for reply in outcome.replies) or falls_back(dialogue, event, outcome):
            self.complain(dialogue, event, "the button does nothing here.", "Report it.")
        elif not (outcome.dialogue.card_open or may_end_here(outcome)):
            self.complain(dialogue, event, "nothing is left to tap.", "Report it.")

    def complain(self, dialogue: Dialogue, event: Event | None, problem: str, remedy: str, where: str = "") -> None:
        """Remember what went wrong and where."""
        self.troubles.append(Trouble(f"{dialogue.flow}: {dialogue.state}", in_words(event), problem, remedy, where))
