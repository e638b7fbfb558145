"""The hour of the check-in, and the hours in which nobody writes."""

from dialogs.clock_words import DAY, hour_of, hours_meant, is_hour, minutes, spans_meant
from dialogs.events import Answer, Event, Typed
from dialogs.flows.choosing import answered, choices, not_understood, offer, offered, picked, text
from dialogs.hours import is_between, read_time, time_text
from dialogs.keeping import rhythm_of
from dialogs.scene import Scene

HOUR = "check_in_hour"
"""The fact whose values are the hours on buttons."""
SPANS = ("21:00-07:00", "22:00-07:00", "22:00-08:00", "20:00-06:00")
LEAST_AWAKE = 6 * 60
"""Minutes of a day that the quiet hours have to leave."""
BEFORE_QUIET = 60
"""So many minutes before the quiet hours is the hour put that they would swallow: there is still time to answer."""


# the hour


def hear_hour(scene: Scene, event: Event) -> str | None:
    """An hour was tapped or typed."""
    match event:
        case Answer(question="hour", value=hour) if is_hour(hour):
            return take_hour(scene, hour)
        case Typed(text=typed):
            meant = hours_meant(typed, scene.texts)
            named = picked(scene, typed, hour_labels(scene, offered(scene))) if scene.state == "hour_which" else None
            if named or len(meant) == 1:
                return take_hour(scene, named or meant[0])
            if meant:
                offer(scene, meant)
                return "which"
            not_understood(scene, "hour")
        case _:
            scene.toast("stale")
    return None


def take_hour(scene: Scene, hour: str) -> str | None:
    """Keep the hour, unless it lies in the quiet ones: then nothing changes."""
    start, end = rhythm_of(scene).quiet
    if is_between(read_time(hour), (start, end)):
        scene.say("settings_hour_quiet", hour=hour, start=time_text(start), end=time_text(end))
        return None
    answered(scene, "hour_ask", hour)
    scene.dialogue.settings["hour"] = hour
    return "set"


def show_hour(scene: Scene) -> None:
    """Hours to tap, all of them outside the quiet ones; the end of these if no other is left."""
    chosen = rhythm_of(scene)
    free = [hour for hour in hours_on_buttons(scene) if not is_between(read_time(hour), chosen.quiet)]
    scene.open()
    rows = choices(scene, "hour", {hour: hour for hour in free or [time_text(chosen.quiet[1])]}, 3)
    scene.card("settings_hour", (*rows, (scene.go("back"),)), hour=time_text(chosen.hour))


def hours_on_buttons(scene: Scene) -> tuple[str, ...]:
    """The hours that are offered wherever one is asked for; any other can be typed."""
    return scene.content.facts[HOUR].values


def show_hour_which(scene: Scene) -> None:
    """Morning or evening?"""
    scene.open()
    rows = choices(scene, "hour", hour_labels(scene, offered(scene)))
    scene.card("settings_hour_which", (*rows, (scene.go("back"),)))


def hour_labels(scene: Scene, hours: list[str]) -> dict[str, str]:
    """Times with the part of the day they are in: "19:00, evening"."""
    return {hour: text(scene, f"parts.{part_of(hour)}", hour=hour) for hour in hours}


def part_of(hour: str) -> str:
    """The part of the day a time is in."""
    ends = {"04:59": "night", "11:59": "morning", "12:59": "noon", "17:29": "afternoon", "21:59": "evening"}
    return next((part for end, part in ends.items() if hour <= end), "night")


# the quiet hours


def hear_quiet(scene: Scene, event: Event) -> str | None:
    """From when to when, tapped or typed."""
    match event:
        case Answer(question="quiet", value=span) if is_span(span):
            return take_quiet(scene, span)
        case Typed(text=typed):
            meant = [f"{start}-{end}" for start, end in spans_meant(typed, scene.texts)]
            fitting = [span for span in meant if awake(span) >= LEAST_AWAKE]
            if len(fitting) > 1:
                offer(scene, fitting)
                return "which"
            if meant:
                return take_quiet(scene, (fitting or meant)[0])
            not_understood(scene, "quiet")
        case _:
            scene.toast("stale")
    return None


def is_span(value: str) -> bool:
    """Whether this is a span of time as it is kept: "22:00-07:00"."""
    start, _, end = value.partition("-")
    return is_hour(start) and is_hour(end) and start != end


def awake(span: str) -> int:
    """The minutes of a day outside a span."""
    start, _, end = span.partition("-")
    return (minutes(start) - minutes(end)) % DAY


def take_quiet(scene: Scene, span: str) -> str | None:
    """Keep the quiet hours, unless too little of the day is left; an hour they swallow is moved."""
    if awake(span) < LEAST_AWAKE:
        scene.say("settings_quiet_long", hours=LEAST_AWAKE // 60)
        return None
    start, _, end = span.partition("-")
    answered(scene, "quiet_ask", text(scene, "quiet_span", start=start, end=end))
    hour = time_text(rhythm_of(scene).hour)
    scene.dialogue.settings["quiet"] = [start, end]
    if is_between(read_time(hour), (read_time(start), read_time(end))):
        scene.dialogue.settings["hour"] = moved(hour, start, end)
        scene.say("settings_hour_moved", hour=scene.dialogue.settings["hour"], before=hour)
    return "set"


def moved(hour: str, start: str, end: str) -> str:
    """The hour nearest to one inside a span that lies outside: a while before it begins, or when it ends."""
    since, until = (minutes(hour) - minutes(start)) % DAY, (minutes(end) - minutes(hour)) % DAY
    return hour_of(minutes(start) - BEFORE_QUIET) if since < until else end


def show_quiet(scene: Scene) -> None:
    """Spans to tap."""
    start, end = rhythm_of(scene).quiet
    scene.open()
    rows = choices(scene, "quiet", span_labels(scene, list(SPANS)))
    scene.card("settings_quiet", (*rows, (scene.go("back"),)), start=time_text(start), end=time_text(end))


def show_quiet_which(scene: Scene) -> None:
    """Which of the spans that the words can mean?"""
    scene.open()
    rows = choices(scene, "quiet", span_labels(scene, offered(scene)))
    scene.card("settings_quiet_which", (*rows, (scene.go("back"),)))


def span_labels(scene: Scene, spans: list[str]) -> dict[str, str]:
    """Spans in words."""
    return {span: text(scene, "quiet_span", start=span[:5], end=span[6:]) for span in spans}
