"""Commands: they work in every state."""

import re
from collections.abc import Callable

from dialogs import leading
from dialogs.asking import why
from dialogs.care import open_care
from dialogs.consent import has_agreed
from dialogs.earlier import SENT_TO_CARE
from dialogs.events import Command
from dialogs.flows import care, home, joining, library, pausing, privacy, racing, sharing, squad, triage, verdict
from dialogs.following import may_take_back
from dialogs.half_told import is_telling
from dialogs.moving import FLOWS, pull, show_again, start_triage
from dialogs.plans import course_of, has_checked_in
from dialogs.replies import Priority
from dialogs.scene import Scene
from dialogs.under_way import back_to_first, is_asked_first, is_asking

INVITATION = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a link can carry after /start; anything else was typed, and before consent nothing typed is kept."""


def command(scene: Scene, event: Command) -> None:
    """Commands work in every state; an open question is asked again after what only informs."""
    if event.name in ALWAYS:
        ALWAYS[event.name](scene)
    elif event.name == "cancel" and scene.dialogue.flow in LEAVE:
        pull(scene, LEAVE[scene.dialogue.flow])
    elif scene.dialogue.consent is None:
        if event.name == "start" and INVITATION.fullmatch(event.argument):
            scene.dialogue.invitation = event.argument
        show_again(scene)
    elif is_asked_first(scene.dialogue):
        back_to_first(scene)
        show_again(scene)
    elif event.name == "start" and event.argument:
        open_link(scene, event.argument)
    elif event.name in VISIT:
        VISIT[event.name](scene)
    else:
        move(scene, event.name)


def move(scene: Scene, name: str) -> None:
    """A command that leaves what is open, but for a plan in the making: its answers would be lost."""
    if name not in DROPS_A_PLAN and leading.back_to_plan_questions(scene):
        scene.say("plan_first" if name in MOVE else "help")
        show_again(scene)
    else:
        if name != "cancel":
            leading.come_home(scene)
        MOVE.get(name, inform)(scene)


def visit(scene: Scene, flow: str, state: str) -> None:
    """Interrupt what is going on for another flow."""
    scene.push(flow, state)
    FLOWS[flow].show(scene, state)


def open_link(scene: Scene, token: str) -> None:
    """A link into a squad: its questions come in between; if it does not work, that is all."""
    state = joining.begin(scene)
    if state is None:
        show_again(scene)
    else:
        scene.dialogue.invitation = token
        visit(scene, "joining", state)


def informing(tell: Callable[[Scene], None]) -> Callable[[Scene], None]:
    """A command that only tells something; an open question is asked again after it."""

    def inform_of(scene: Scene) -> None:
        tell(scene)
        show_again(scene)

    return inform_of


def asking(flow: str) -> Callable[[Scene], None]:
    """A command that is asked back once."""
    return lambda scene: visit(scene, flow, "sure")


def tell_help(scene: Scene) -> None:
    scene.say("help")


def inform(scene: Scene) -> None:
    """A command we do not know, or that has nothing to say here: what there is."""
    tell_help(scene)
    show_again(scene)


def tell_privacy(scene: Scene) -> None:
    """/privacy: with the ways to take a yes back, for who has given one."""
    if has_agreed(scene.content, scene.dialogue) and scene.dialogue.flow != "emergency":
        visit(scene, "privacy", "card")
    else:
        privacy.tell(scene)
        show_again(scene)


def tell_problem(scene: Scene) -> None:
    """How to tell whoever runs this of a wrong answer, and by what it can be found again."""
    scene.say("problem", version=scene.content.version, number=scene.dialogue.told_in)


def tell_emergency(scene: Scene) -> None:
    scene.say("emergency_card", Priority.SAFETY, **scene.numbers)


def start(scene: Scene) -> None:
    """/start: an open triage is offered, else what one can do."""
    if is_asking(scene):
        pull(scene, "away")
    else:
        show_again(scene)


def triage_again(scene: Scene) -> None:
    """/triage: an open triage is offered, else a new one begins."""
    if is_asking(scene):
        pull(scene, "away")
    else:
        start_triage(scene)


def cancel(scene: Scene) -> None:
    """/cancel: the open triage is dropped, its answers too; what was certain by then is said."""
    open_form, telling = scene.dialogue.aside is not None, is_telling(scene.dialogue)
    leading.come_home(scene)
    if open_form:
        scene.say("check_in_waits" if telling else "form_dropped")
        show_again(scene)
    elif is_asking(scene):
        scene.close()
        certain = scene.standing.verdict
        by = scene.by_words(certain.by) if certain.disposition in SENT_TO_CARE else ""
        triage.begin(scene)
        waits = scene.dialogue.plan is not None and course_of(scene).locked == "retriage"
        scene.say("cancelled", by=by, waits=waits, **scene.numbers)
        scene.state = "ready"
    else:
        scene.say("nothing_to_cancel")
        show_again(scene)


def tell_why(scene: Scene) -> None:
    """/why: why the open question is asked, or why the verdict is what it is."""
    screen = scene.questions.by_id.get(scene.state)
    if screen is not None:
        scene.say("why_asked", why=why(scene, screen))
        show_again(scene)
    elif scene.state == "verdict":
        verdict.tell_why(scene)
    else:
        inform(scene)


def settings(scene: Scene) -> None:
    """/settings: hour, zone, quiet hours, country, daily questions."""
    visit(scene, "settings", "card")


def coach(scene: Scene) -> None:
    """/squad: found a squad, or what can be done with it."""
    visit(scene, "squad", squad.begin(scene))


def summary(scene: Scene) -> None:
    """/summary: how the squad is."""
    scene.push("squad", "card")
    squad.open_summary(scene)


def share(scene: Scene) -> None:
    """/sharing: what squads see of this runner."""
    visit(scene, "sharing", sharing.begin(scene))


def pause(scene: Scene) -> None:
    """/pause: the plan waits some days."""
    if scene.dialogue.plan is None:
        scene.say("pause_without_plan")
        show_again(scene)
    elif course_of(scene).locked is not None:
        scene.say("pause_locked")
        show_again(scene)
    else:
        visit(scene, "pausing", pausing.begin(scene))


def resume(scene: Scene) -> None:
    """/resume: a pause ends at once."""
    pausing.resume(scene)
    show_again(scene)


def race(scene: Scene) -> None:
    """/race: the date of a race."""
    if scene.dialogue.plan is None:
        scene.say("race_without_plan")
        show_again(scene)
    else:
        visit(scene, "racing", racing.begin(scene))


def on_plan(card: str) -> Callable[[Scene], None]:
    """A command that shows a card of the plan; without a plan, the way to one."""

    def show(scene: Scene) -> None:
        if scene.dialogue.plan is not None:
            leading.go_home(scene)
            home.CARDS[card](scene)
        else:
            to_a_plan(scene)

    return show


def to_a_plan(scene: Scene) -> None:
    """There is no plan: its questions, if the verdict allows one, else what has to come first."""
    if is_asking(scene):
        scene.say("plan_none")
        show_again(scene)
    elif (trigger := leading.begin_plan(scene)) is not None:
        pull(scene, trigger)
    else:
        scene.say("plan_closed" if open_care(scene) else "plan_none")
        show_again(scene)


def exercises(scene: Scene) -> None:
    """/exercises: the library, with a plan or without."""
    leading.go_home(scene)
    library.show_groups(scene)


def check_in(scene: Scene) -> None:
    """/checkin: today's, at any hour; once it is done, its correction."""
    if scene.dialogue.plan is None:
        to_a_plan(scene)
    elif course_of(scene).locked is not None:
        leading.go_home(scene)
        home.show(scene, scene.state)
    else:
        again = has_checked_in(scene)
        if again:
            scene.say("check_in_again")
        pull(scene, leading.begin_check_in(scene, correcting=again))


def seen(scene: Scene) -> None:
    """/seen: what was said when somebody looked at the knee."""
    if may_take_back(scene) and not is_asking(scene):
        scene.say("seen_told")
        leading.go_home(scene)
        show_again(scene)
    elif open_care(scene) is None or is_asking(scene):
        scene.say("seen_nothing")
        show_again(scene)
    else:
        scene.dialogue.flow, scene.state = "care", "ask"
        care.show(scene, scene.state)


ALWAYS = {
    "help": informing(tell_help),
    "problem": informing(tell_problem),
    "emergency": informing(tell_emergency),
    "privacy": tell_privacy,
    "export": asking("exporting"),
    "delete": asking("erasing"),
}
"""What works before consent too."""
VISIT = {
    "why": tell_why,
    "settings": settings,
    "pause": pause,
    "resume": resume,
    "race": race,
    "squad": coach,
    "summary": summary,
    "sharing": share,
}
"""What leaves an open question as it is."""
MOVE = {
    "start": start,
    "triage": triage_again,
    "cancel": cancel,
    "today": on_plan("today"),
    "plan": on_plan("week"),
    "report": on_plan("report"),
    "exercises": exercises,
    "checkin": check_in,
    "seen": seen,
}
DROPS_A_PLAN = ("cancel", "triage", "seen")
"""What ends the questions that make a plan; all else waits until they are answered."""
LEAVE = {
    **dict.fromkeys(("erasing", "exporting"), "keep"),
    **dict.fromkeys(("privacy", "settings", "pausing", "racing", "squad", "joining", "sharing"), "leave"),
}
"""What /cancel does in a flow that only interrupts another one."""
