"""Which runners a coach is written to about: red at once, the others together and once a day at most."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from dialogs.content import Content
from dialogs.squads.line_words import line_words, name_said, silent_days
from dialogs.squads.order import by_attention
from dialogs.squads.people import Squad, squad_today
from dialogs.squads.sharing import Shared
from dialogs.wording import Texts

PUSHED = ("red", "amber")


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was told of a squad: `on` is the last date others than red ones were written about, `told` gives for each
    runner the status that was told and since when it was so."""

    on: date | None = None
    told: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; `from_dict` reads it back."""
        told = {str(runner): list(one) for runner, one in self.told.items()}
        return {"told": told} if self.on is None else {"on": self.on.isoformat(), "told": told}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """What a `to_dict` gave; of an empty one, that nothing was told yet."""
        told = {int(runner): (one[0], one[1]) for runner, one in stored.get("told", {}).items()}
        return cls(date.fromisoformat(stored["on"]) if "on" in stored else None, told)


@dataclass(frozen=True, slots=True)
class Push:
    """Whom a message is about, who needs attention first; no message if it is nobody."""

    red: tuple[Shared, ...] = ()
    others: tuple[Shared, ...] = ()


def push(
    content: Content, squad: Squad, lines: Iterable[Shared], pushed: Pushed, now: datetime, *, daily: bool
) -> tuple[Push, Pushed]:
    """What is to be told about these runners, and what was told after it.

    Once a day (`daily`) others than red ones are told too. A runner is told of anew when the status is another one, or
    came anew; one who is well again is forgotten.
    """
    on = squad_today(squad, now)
    lines = sorted(lines, key=by_attention)
    news = [line for line in lines if is_told(content, line, on) and pushed.told.get(line.runner_id) != stand(line)]
    red = tuple(line for line in news if line.outline.status == "red")
    others = tuple(line for line in news if line.outline.status != "red") if daily and pushed.on != on else ()
    well = {line.runner_id for line in lines if not is_told(content, line, on)}
    told = {runner: one for runner, one in pushed.told.items() if runner not in well}
    told |= {line.runner_id: stand(line) for line in (*red, *others)}
    return Push(red, others), Pushed(on if others else pushed.on, told)


def stand(line: Shared) -> tuple[str, str]:
    """How a runner stands: the status and since when."""
    since = line.outline.since
    return line.outline.status, since.isoformat() if since else ""


def is_told(content: Content, line: Shared, on: date) -> bool:
    """Whether a coach is written to about a runner who stands so."""
    long = silent_days(line, on) >= content.squads.numbers.push_silent_days
    return line.outline.status in PUSHED or (line.outline.status == "grey" and long)


def forget(pushed: Pushed, runner_id: int) -> Pushed:
    """A runner left, or shares nothing any more."""
    return replace(pushed, told={runner: one for runner, one in pushed.told.items() if runner != runner_id})


def push_words(content: Content, texts: Texts, squad: Squad, told: Push, on: date) -> dict[str, Any]:
    """What the message says: of who shares the status only, that they need attention."""
    rules = content.squads
    return {
        "squad": squad.name,
        "red": [{**line_words(rules, texts, line, on), "said": said(content, texts, line, on)} for line in told.red],
        "others": [line_words(rules, texts, line, on) for line in told.others],
    }


def said(content: Content, texts: Texts, line: Shared, on: date) -> str:
    """A red runner in a sentence."""
    name = name_said(texts, line)
    if line.way is None:
        return texts.text("squads.push.attention", name=name)
    reason = line_words(content.squads, texts, line, on)["reason"]
    return texts.text("squads.push.red", name=name, reason=reason)
