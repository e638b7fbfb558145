"""A flow that asks one questionnaire from its first question to its last: the history, the plan, the day, the week."""

from dataclasses import dataclass

from dialogs.answering import step_back
from dialogs.asking import show_question
from dialogs.content import Content
from dialogs.events import Go
from dialogs.flows.table import Table, goes_to
from dialogs.hearing import meant, take
from dialogs.scene import Scene

OPEN, ANSWERED, LEFT = "open", "answered", "left"


@dataclass(frozen=True)
class Form:
    """The flow of the questionnaire `name`: ends in "answered", or in "left" by one of the ways a question offers.

    `scene.target` then names the way. Whoever starts it opens the form and pulls "begin".
    """

    name: str

    def table(self, content: Content) -> Table:
        """A state per screen, and the two ends."""
        screens = [screen.id for screen in content.questionnaires[self.name].screens]
        return Table(
            states=[OPEN, *screens, ANSWERED, LEFT],
            transitions=[
                # trigger    from              to         only if
                *[["answer", [OPEN, *screens], screen,    goes_to(screen)] for screen in screens],
                ["answer",   [OPEN, *screens], ANSWERED],
                *[["back",   screens,          screen,    goes_to(screen)] for screen in screens],
                ["leave",    screens,          LEFT],
            ],
        )  # fmt: skip

    def begin(self, scene: Scene) -> str:
        """Aim at the first question."""
        scene.dialogue.flow, scene.state = self.name, OPEN
        scene.aim_at_next_screen()
        return "answer"

    def hear(self, scene: Scene) -> str | None:
        """An answer, a tick, a way out, or a step back; the trigger that follows."""
        screen = scene.questions.by_id[scene.state]
        event = meant(scene, screen)
        match event:
            case None:
                return None
            case Go(place=place) if place in screen.ways:
                scene.close()
                scene.target = place
                return "leave"
        trigger = take(scene, screen, event)
        if trigger == "answer":
            scene.aim_at_next_screen()
        elif trigger == "back":
            before = step_back(scene)
            if before is None:
                show_question(scene, screen)
                return None
            scene.target = before.id
        return trigger

    def show(self, scene: Scene, before: str) -> None:  # noqa: ARG002  # every flow's show takes it
        """The question we are at."""
        screen = scene.questions.by_id.get(scene.state)
        if screen is not None:
            show_question(scene, screen)
