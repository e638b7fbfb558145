"""What coaches hear without asking: a runner who is red, at once; and the digest at the hour of the squad."""

from dialogs.replies import CheckedIn, FiguresIssued, Joined, Looked, Priority, SharingSet, Told, VerdictGiven
from dialogs.scene import Scene
from dialogs.squads.around import Coached, In
from dialogs.squads.people import squad_today
from dialogs.squads.push import Push, is_told, push, push_words
from dialogs.squads.summary import lines_of, summary
from dialogs.squads.summary_words import page_words


def tell_coaches(scene: Scene) -> None:
    """After an event: if the runner told how the knee is, the coaches of their squads hear of what is red now.

    So do those of a squad that the runner shows it to from now on.
    """
    told = any(isinstance(record, CheckedIn | VerdictGiven) for record in scene.records)
    shown = {record.squad for record in scene.records if isinstance(record, Joined | SharingSet)}
    for joined in scene.around.joined:
        if told or joined.squad.id in shown:
            tell_squad(scene, joined)


def tell_squad(scene: Scene, joined: In) -> None:
    """A red runner is told to every coach of the squad, once for each time it comes to that."""
    lines = lines_of(scene.content, [(joined.membership, scene.dialogue)], scene.now)
    news, pushed = push(scene.content, joined.squad, lines, joined.pushed, scene.now, daily=False)
    if pushed != joined.pushed:
        scene.records.append(FiguresIssued(joined.squad.id, joined.issued.to_dict(), pushed.to_dict()))
    if news.red:
        words = push_words(scene.content, scene.texts, joined.squad, news, squad_today(joined.squad, scene.now))
        for coach in joined.coaches:
            if coach != scene.around.me:
                scene.records.append(Told(coach, "squad_push", words))


def tell_digests(scene: Scene) -> None:
    """The hour of a squad has come: its coach gets the digest. The squads of the event are those whose hour it is."""
    for coached in scene.around.coached:
        tell_digest(scene, coached)


def tell_digest(scene: Scene, coached: Coached) -> None:
    """The counts and figures, and the runners who need attention; nothing where nobody shares anything."""
    content, texts, squad = scene.content, scene.texts, coached.squad
    lines = lines_of(content, coached.members, scene.now)
    if not lines:
        return
    seen, issued = summary(content, squad, lines, coached.issued, scene.now)
    told = [line for line in seen.lines if is_told(content, line, seen.on)]
    red = tuple(line for line in told if line.outline.status == "red")
    others = tuple(line for line in told if line.outline.status != "red")
    words = page_words(content, texts, seen)
    about = push_words(content, texts, squad, Push(red, others), seen.on)
    scene.say("squad_digest", Priority.DIGEST, **{**words, "lines": [*about["red"], *about["others"]]})
    _, pushed = push(content, squad, lines, coached.pushed, scene.now, daily=True)
    scene.records.append(Looked(squad.id))
    scene.records.append(FiguresIssued(squad.id, issued.to_dict(), pushed.to_dict()))
