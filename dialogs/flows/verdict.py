"""What is said once a verdict is there: the verdict, its reasons, the ways on, and coming back to it after days."""

from collections.abc import Callable

from dialogs.content import Content
from dialogs.earlier import say_what_stands
from dialogs.events import Event, Go, Typed
from dialogs.flows import answers, country
from dialogs.flows.cards import HISTORY_CARD, hear_card, offered, show_beside, show_place, ways
from dialogs.following import follow_verdict, say_plan
from dialogs.replies import Priority, Rows, VerdictGiven
from dialogs.rules import Verdict
from dialogs.scene import Scene
from dialogs.typed import typed_place

MOST_REASONS = 3
RESUME = {"go_on": "go_on", "start_afresh": "afresh"}
"""Where one can go after days, and the trigger that leads there."""


def show(scene: Scene, before: str) -> None:
    """The card of the state we are in now, coming from `before`."""
    match scene.state:
        case "verdict" if before == "country":
            show_beside(scene, told(scene), "country_set", **scene.numbers)
        case "verdict":
            decide(scene)
            scene.open()
            say_what_stands(scene, told(scene))
            say_plan(scene)
            tell(scene, told(scene), ways)
        case "country":
            if before not in ("verdict", "country"):
                decide(scene)
                scene.close()
                say_what_stands(scene, told(scene))
                say_plan(scene)
                tell(scene, told(scene))
            country.show(scene)
        case "answers":
            answers.show(scene)
        case "resume":
            show_resume(scene)


def decide(scene: Scene) -> None:
    """The verdict of the answers as they are; a new one is put on record. What is open again decides nothing."""
    if scene.dialogue.verdict is not None and not scene.standing.is_decided:
        return
    verdict = scene.standing.verdict.to_dict()
    if scene.dialogue.verdict != verdict:
        scene.dialogue.verdict = verdict
        # The card it is told on is the next one.
        scene.dialogue.told_in = scene.turn + 1
        scene.records.append(VerdictGiven(verdict, dict(scene.dialogue.facts), scene.dialogue.told_in))
        follow_verdict(scene, verdict)


def told(scene: Scene) -> Verdict:
    """The verdict that was told last."""
    return Verdict.from_dict(scene.dialogue.verdict or {})


def tell(scene: Scene, verdict: Verdict, rows: Callable[[Scene, Verdict], Rows] | None = None) -> None:
    """The verdict in words: what to do, why, what is still fine, what should bring the runner back."""
    name = message_of(scene.content, verdict)
    priority = Priority.SAFETY if verdict.disposition in ("emergency", "urgent") else Priority.REPLY
    values = {
        "reasons": reasons(scene, verdict)[:MOST_REASONS],
        "by": scene.by_words(verdict.by),
        **scene.numbers,
    }
    if rows is None:
        scene.say(name, priority, **values)
    else:
        scene.card(name, rows(scene, verdict), priority, **values)


def message_of(content: Content, verdict: Verdict) -> str:
    """The message of a verdict: one of its own where no weight may go on the leg, or a rule that decided names one."""
    name = f"verdict_{verdict.disposition}"
    if verdict.keep_weight_off:
        return f"{name}_no_weight"
    deciding = (content.rule[rule] for rule in verdict.because if rule in content.rule)
    advice = next((rule.advice for rule in deciding if rule.advice), verdict.meanwhile)
    return f"{name}_{advice}" if advice else name


def reasons(scene: Scene, verdict: Verdict) -> list[str]:
    """Why, in words, each reason once, the most urgent rule's first."""
    because = (scene.content.rule[rule].because for rule in verdict.because if rule in scene.content.rule)
    return [scene.texts.text(f"reasons.{key}") for key in dict.fromkeys(because)]


def tell_why(scene: Scene) -> None:
    """/why after a verdict."""
    show_place(scene, told(scene), "why_verdict")


def show_history(scene: Scene) -> None:
    """What may have brought it on, now that more of it was told."""
    show_place(scene, told(scene), HISTORY_CARD)


def place_meant(scene: Scene, event: Event) -> str | None:
    """Where a tap or typed words lead from the verdict, if anywhere."""
    match event:
        case Go(place=place):
            return place
        case Typed(text=text):
            return typed_place(scene, text, ("back_to_result", *sorted(offered(scene, told(scene)))))
    return None


def hear_verdict(scene: Scene, event: Event) -> str | None:
    """Something about the verdict that was told."""
    place = place_meant(scene, event)
    match event if place is None else Go(scene.turn, place):
        case Go(place="back_to_result"):
            return "return"
        case Go(place="slip") | Go(place="back"):
            return "slip"
        case Go(place="answers"):
            return "review"
        case Go(place="change_country"):
            return "relocate"
        case Go(place="start_afresh"):
            return "afresh"
        case Go(place="make_plan" | "history" | "today" | "seen" as place) if place in offered(scene, told(scene)):
            scene.target = place
            return "leave"
        case Go(place=place) if hear_card(scene, told(scene), place):
            return None
        case Go(place="make_plan"):
            show_ways(scene)
        case Typed():
            return say_again(scene)
        case _:
            scene.toast("stale")
    return None


def say_again(scene: Scene) -> str | None:
    """Words that fit nothing: beside an emergency what to do is said once more, else what one can do here."""
    if told(scene).disposition == "emergency":
        return "return"
    show_ways(scene, understood=False)
    return None


# coming back


def show_resume(scene: Scene) -> None:
    """After days: go on or start afresh."""
    days = scene.days_away
    scene.open()
    rows = ((scene.go("go_on"),), (scene.go("start_afresh"),))
    if days < 1:
        scene.card("resume_today", rows)
    else:
        scene.card("resume", rows, days=int(days))


def hear_resume(scene: Scene, event: Event) -> str | None:
    """Go on, the signs of right now first if more than a day has passed; or start afresh."""
    match event:
        case Go(place=place) if place in RESUME:
            return RESUME[place]
        case Typed(text=text):
            if (typed := typed_place(scene, text, RESUME)) is not None:
                return RESUME[typed]
            scene.say("not_understood", hint=scene.label("hint_resume"))
            show_resume(scene)
        case _:
            scene.toast("stale")
    return None


def show_ways(scene: Scene, *, understood: bool = True) -> None:
    """What one can do with the verdict, without telling it again."""
    scene.open()
    rows = ((scene.go("back_to_result"),), *ways(scene, told(scene)))
    if scene.days_away > 1:
        scene.card("menu_old", rows, days=int(scene.days_away))
    elif understood:
        scene.card("menu", rows)
    else:
        scene.card("menu_again", rows)


def show_menu(scene: Scene) -> None:
    """Nothing is open: what one can do."""
    scene.open()
    scene.card("menu", ((scene.go("start_triage"),),))


HEARD: dict[str, Callable[[Scene, Event], str | None]] = {
    "verdict": hear_verdict,
    "country": country.hear,
    "answers": answers.hear,
    "resume": hear_resume,
}
