"""When the runner is written to next: the rhythm of the dialogue, and what the store is told of it."""

from dataclasses import replace
from datetime import date, datetime

from dialogs import care
from dialogs.dialogue import Dialogue
from dialogs.hours import after_quiet, local_date, read_time
from dialogs.reminding import upcoming
from dialogs.replies import PLANNED, Scheduled, Upcoming
from dialogs.rhythm import Rhythm, changed
from dialogs.scene import Scene


def zone_of(scene: Scene) -> str:
    """The runner's own time zone, else that of the country whose numbers they see, else UTC."""
    own = scene.dialogue.settings.get("zone")
    region = scene.region
    return str(own or (scene.content.regions.by_id[region].zone if region else "UTC"))


def knows_zone(scene: Scene) -> bool:
    """Whether the zone is the runner's own, or the only one of their country."""
    region = scene.region
    sure = region is not None and scene.content.regions.by_id[region].one_zone
    return "zone" in scene.dialogue.settings or sure


def today(scene: Scene) -> date:
    """The date on the runner's calendar."""
    return local_date(scene.now, zone_of(scene))


def rhythm_of(scene: Scene) -> Rhythm:
    """The rhythm, in step with what the runner has set."""
    rhythm, settings = Rhythm.from_dict(scene.dialogue.rhythm), scene.dialogue.settings
    zone = zone_of(scene)
    hour = read_time(settings["hour"]) if "hour" in settings else rhythm.hour
    quiet = tuple(map(read_time, settings["quiet"])) if "quiet" in settings else rhythm.quiet
    if (zone, hour, quiet) != (rhythm.zone, rhythm.hour, rhythm.quiet):
        rhythm = changed(rhythm, scene.now, zone=zone, hour=hour, quiet=(quiet[0], quiet[1]))
    return rhythm


def keep_rhythm(scene: Scene, rhythm: Rhythm) -> None:
    """Write the rhythm down."""
    scene.dialogue.rhythm = rhythm.to_dict()


def keep_schedule(scene: Scene) -> None:
    """After an event: if something else is to come than the store knows of, tell it."""
    dialogue = scene.dialogue
    if dialogue.consent is None or not has_something_to_come(dialogue):
        return
    rhythm = rhythm_of(scene)
    if dialogue.plan is not None:
        keep_rhythm(scene, rhythm)
    found = [one for one in (check_in_to_come(scene, rhythm), care.when_to_ask(scene, rhythm)) if one]
    # The later one is told once the first has come: two at once would show that there is more than a daily question.
    coming = sorted(found, key=lambda one: one.at)[:1]
    due = [[one.kind, one.at.isoformat(), one.local_date] for one in coming]
    if due != dialogue.due:
        dialogue.due = due
        scene.records.append(Scheduled(tuple(replace(one, kind=PLANNED) for one in coming)))


def has_something_to_come(dialogue: Dialogue) -> bool:
    """Whether there is a plan, or a verdict somebody has to be seen for; most turns of a triage end here."""
    return bool(dialogue.plan or dialogue.due or dialogue.verdict or dialogue.earlier)


def check_in_to_come(scene: Scene, rhythm: Rhythm) -> Upcoming | None:
    """The next daily question or reminder, if there is a plan that goes on and reminders are on."""
    plan = scene.dialogue.plan
    if plan is None or not scene.dialogue.settings.get("reminders", True):
        return None
    if plan["course"].get("locked") in ("closed", "ended"):
        return None
    return upcoming(scene.content.reminders, rhythm, scene.now)


def when_awake(scene: Scene) -> datetime:
    """Now, or the end of the hours in which the runner wants to be left alone."""
    rhythm = rhythm_of(scene)
    return after_quiet(scene.now, rhythm.zone, rhythm.quiet)


def set_for(scene: Scene, kind: str) -> datetime | None:
    """The instant for which something of this kind stands in the schedule; None if nothing does."""
    return next((datetime.fromisoformat(at) for what, at, _ in scene.dialogue.due if what == kind), None)
