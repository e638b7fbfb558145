"""One play: the dialogue as it changes, the event, and what is said so far. Flows work on a scene."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dialogs.dialogue import Dialogue
from dialogs.events import Event, Go, tap_of
from dialogs.questions import Questionnaire
from dialogs.replies import Button, Drawing, Edit, InZone, Message, Priority, Record, Reply, Rows, Toast
from dialogs.standing import Standing, standing_of
from dialogs.wording import Texts

if TYPE_CHECKING:
    from dialogs.content import Content
    from dialogs.course import Course
    from dialogs.squads.around import Around


def _nobody() -> "Around":
    from dialogs.squads.around import NOBODY  # what stands around a runner is told by plans, which know scenes

    return NOBODY


@dataclass
class Scene:
    """What flows read and change during one event; `state` is where `transitions` keeps its state.

    `target` is the state a computed transition leads to; `priority` that of messages that name none, `until`
    when they are not worth sending any more; `intro` stands above the next question. `around` are the squads the
    runner coaches or is in, as they were before this event. `course_read` is the course with what it was read from.
    """

    content: "Content"
    dialogue: Dialogue
    event: Event
    now: datetime
    replies: list[Reply] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    target: str = ""
    priority: Priority = Priority.REPLY
    until: datetime | None = None
    intro: str = ""
    around: "Around" = field(default_factory=_nobody)
    course_read: "tuple[Mapping[str, Any], Course] | None" = None
    _standing: Standing | None = None

    @property
    def state(self) -> str:
        """The dialogue's state, under the name the state machine uses."""
        return self.dialogue.state

    @state.setter
    def state(self, state: str) -> None:
        self.dialogue.state = state

    @cached_property
    def texts(self) -> Texts:
        """The texts in the runner's language."""
        return self.content.texts(self.dialogue.language)

    @property
    def turn(self) -> int:
        """The number of the open card."""
        return self.dialogue.turn

    @property
    def standing(self) -> Standing:
        """How things stand with the facts as they are now."""
        known = self._standing
        if known is None or known.questions is not self.questions or known.facts != self.dialogue.facts:
            known = self._standing = standing_of(self.content, self.dialogue.facts, self.questions)
        return known

    @property
    def questions(self) -> Questionnaire:
        """The questionnaire of the flow we are in; triage, for flows that have none."""
        return self.content.questionnaires.get(self.dialogue.flow, self.content.triage)

    def note_zone(self) -> None:
        """Put the time zone of the runner's region on record, so that nothing comes at night; their own stays."""
        if self.region is not None and "zone" not in self.dialogue.settings:
            self.records.append(InZone(self.content.regions.by_id[self.region].zone))

    def aim_at_next_screen(self) -> None:
        """What is asked next, as the facts are now, becomes the target of the next transition."""
        screen = self.standing.next_screen
        self.target = screen.id if screen else ""

    @property
    def days_away(self) -> float:
        """How long ago the runner last went on with the questions, in days."""
        asked = self.dialogue.asked()
        return (self.now - asked) / timedelta(days=1) if asked else 0.0

    @property
    def region(self) -> str | None:
        """The region the runner chose or the locale tells; None where it would be a guess in the dark."""
        return self.dialogue.region or self.content.regions.guess(self.dialogue.locale)

    @property
    def numbers(self) -> dict[str, Any]:
        """Country, emergency number and urgent-care advice for this runner."""
        return self.content.regions.numbers(self.region, self.texts)

    def by_words(self, by: str | None) -> str:
        """A time frame in words; "" without one."""
        return self.label(f"by_{by.replace(' ', '_')}") if by else ""

    # saying things

    def say(self, text: str, priority: Priority | None = None, /, **values: object) -> None:
        """A message without buttons."""
        self.replies.append(Message(text, values, priority=priority or self.priority, until=self.until))

    def toast(self, text: str) -> None:
        """A short notice for the one who tapped."""
        self.replies.append(Toast(text))

    def close(self, text: str | None = None, /, **values: object) -> None:
        """Take the buttons off the open card, if there is one; with `text`, it says something else from now on."""
        if self.dialogue.card_open:
            self.replies.append(Edit(self.turn, text, values))
            self.dialogue.card_open = False

    def open(self) -> int:
        """Begin a new card: the old one is closed. The number its buttons carry."""
        self.close()
        self.dialogue.turn += 1
        return self.dialogue.turn

    def card(
        self,
        text: str,
        rows: Rows,
        priority: Priority | None = None,
        /,
        picture: str | Drawing | None = None,
        document: Drawing | None = None,
        **values: object,
    ) -> None:
        """The new card, once `open` has given its number."""
        urgency = priority or self.priority
        self.replies.append(Message(text, values, rows, urgency, picture, document, self.until))
        self.dialogue.card_open = True

    def change(self, text: str, rows: Rows, /, **values: object) -> None:
        """The open card, with other words or buttons; it keeps its number."""
        self.replies.append(Edit(self.turn, text, values, rows))

    def go(self, place: str, label: str | None = None) -> Button:
        """A button to a place; its label is the text `buttons.<place>` unless another key is given."""
        return Button(self.label(label or place), tap_of(Go(self.turn, place)))

    def label(self, name: str) -> str:
        """The words of a button."""
        return self.texts.text(f"buttons.{name}")

    # interrupted flows

    def push(self, flow: str, state: str) -> None:
        """Go to another flow and remember where we were; a flow that is interrupted already begins anew."""
        dialogue = self.dialogue
        places = [*dialogue.stack, [dialogue.flow, dialogue.state]]
        dialogue.stack = [place for place in places if place[0] != flow]
        dialogue.flow, dialogue.state = flow, state

    def pop(self) -> None:
        """Back to where we were before `push`."""
        self.dialogue.flow, self.dialogue.state = self.dialogue.stack.pop()
