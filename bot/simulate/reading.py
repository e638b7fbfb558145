"""A persona from its YAML file. content/personas/ has three; rest_to_running.yaml explains each key."""

from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from bot.simulate.persona import Habits, Nature, Persona, Sign, Turn, Visit
from dialogs.content import FOLDER, Content
from dialogs.errors import AnswerError, ContentError
from dialogs.facts import Value, read_facts
from dialogs.hours import is_zone, read_time
from dialogs.reading import Lines, Problems, read_yaml
from dialogs.shapes import misfits_in

PERSONAS = FOLDER / "personas"
SAID = ("cleared", "waiting")
SIGNS = ("emergency", "limp", "swelling", "locking", "knock", "night_pain", "fever", "calf", "other")

SHAPES: dict[str, dict[str, str]] = {
    "persona": {"name": "text!", "about": "text!", "locale": "text!", "zone": "text!", "city": "text",
                "starts": "text!", "days": "number!", "facts": "mapping!", "says": "mapping", "habits": "mapping!",
                "knee": "mapping!", "care": "list", "lives": "list"},
    "habits": {"trains": "text!", "answers": "number!", "after_min": "number!", "reminded": "number!",
               "runs": "number!", "exercises": "number!", "warm_ups": "number", "knee_week": "switch",
               "over_runs": "numbers", "silent": "list"},
    "knee": {"sore": "number!", "settles": "number!", "takes_min": "number!", "gains_min": "number!",
             "rises": "number!", "noise": "number!", "flares": "list", "signs": "list"},
    "flare": {"day": "number!", "points": "number!"},
    "sign": {"day": "number!", "ticks": "texts!", "triage": "mapping"},
    "silent": {"from": "number!", "to": "number!"},
    "visit": {"after_days": "number!", "said": "text!", "level": "number"},
    "turn": {"day": "number!", "at": "text!", "zone": "text", "says": "text", "down_hours": "number"},
}  # fmt: skip
WHOLE = {"days": (1, 1000), "day": (1, 1000), "from": (1, 1000), "to": (1, 1000), "after_days": (0, 100),
         "after_min": (0, 600), "warm_ups": (0, 1000), "level": (1, 12)}  # fmt: skip
SHARES = {"answers": (0, 1), "reminded": (0, 1), "runs": (0, 1), "exercises": (0, 1), "settles": (0, 1),
          "rises": (0, 1), "sore": (0, 10), "points": (-10, 10), "noise": (0, 3), "takes_min": (0, 600),
          "gains_min": (0, 60), "down_hours": (0, 1000)}  # fmt: skip


def shipped() -> list[str]:
    """The names of the personas that came along."""
    return sorted(path.stem for path in PERSONAS.glob("*.yaml"))


def find_persona(name: str) -> Path:
    """The file of a persona by its path, or by the name of one that came along. Raises ContentError."""
    if name in shipped():
        return PERSONAS / f"{name}.yaml"
    if Path(name).is_file():
        return Path(name)
    raise ContentError(name, "there is no such persona.", f"Give a YAML file, or one of {', '.join(shipped())}.")


def read_persona(content: Content, path: Path) -> Persona:
    """The persona in this file. Raises ContentError with the first thing that is wrong: where, what, what to do."""
    problems = Problems()
    data = read_yaml(path.parent, path.name, problems)
    persona = None if problems.found else _Reader(content, path.name, problems).persona(data)
    if problems.found or persona is None:
        raise problems.found[0]
    return persona


@dataclass
class _Reader:
    content: Content
    file: str
    problems: Problems

    def persona(self, data: Lines) -> Persona | None:
        self.check(data, "persona")
        if self.problems.found:
            return None
        habits, knee = data["habits"], data["knee"]
        self.check(habits, "habits")
        self.check(knee, "knee")
        flares = self.entries(knee, "flares", "flare")
        signs = self.entries(knee, "signs", "sign")
        silent = self.entries(habits, "silent", "silent")
        visits, turns = self.entries(data, "care", "visit"), self.entries(data, "lives", "turn")
        if self.problems.found:
            return None
        found = Persona(
            name=data["name"],
            about=data["about"],
            locale=data["locale"],
            zone=self.zone(data),
            starts=self.starts(data),
            days=data["days"],
            facts=self.facts(data, "facts"),
            says=self.words(data),
            habits=Habits(
                **{
                    **{key: habits[key] for key in habits},
                    "trains": self.hour(habits, "trains"),
                    "over_runs": tuple(habits.get("over_runs", ())),
                    "silent": tuple((span["from"], span["to"]) for span in silent),
                }
            ),
            nature=Nature(
                **{
                    **{key: knee[key] for key in knee},
                    "flares": tuple((flare["day"], flare["points"]) for flare in flares),
                    "signs": tuple(Sign(sign["day"], self.ticks(sign), self.facts(sign, "triage")) for sign in signs),
                }
            ),
            city=data.get("city", ""),
            care=tuple(Visit(visit["after_days"], self.said(visit), visit.get("level")) for visit in visits),
            lives=tuple(self.turn(turn) for turn in turns),
        )
        return None if self.problems.found else found

    def add(self, entry: Lines, key: str, problem: str, remedy: str) -> None:
        line = entry.at.get(key)
        self.problems.add(f"{self.file}, line {line}" if line else f"{self.file}, {entry.where}", problem, remedy)

    def check(self, entry: Any, kind: str) -> None:
        """The shape of an entry, and its numbers."""
        for problem, remedy in misfits_in(entry, SHAPES[kind]):
            where = f", {entry.where}" if isinstance(entry, Lines) else ""
            self.problems.add(f"{self.file}{where}", problem, remedy)
        if self.problems.found:
            return
        for key, value in entry.items():
            least, most = WHOLE.get(key) or SHARES.get(key) or (None, None)
            if least is None or most is None:
                continue
            whole = key in WHOLE
            if not least <= value <= most or (whole and not isinstance(value, int)):
                kind_of = "a whole number" if whole else "a number"
                self.add(entry, key, f"'{key}' is {value:g}.", f"Write {kind_of} from {least} to {most}.")

    def entries(self, entry: Lines, key: str, kind: str) -> list[Lines]:
        """A list of entries of one kind; what is no such entry is a finding."""
        found: list[Any] = entry.get(key, [])
        for one in found:
            self.check(one, kind)
        return found

    def facts(self, entry: Lines, key: str) -> dict[str, Value]:
        try:
            return read_facts(self.content.facts, dict(entry.get(key, {})))
        except AnswerError as error:
            self.add(entry, key, f"'{key}': {error}", "")
        return {}

    def words(self, entry: Lines) -> dict[str, str]:
        """What is typed in place of a tap."""
        words = entry.get("says", {})
        for key, value in words.items():
            if key not in self.content.facts or not isinstance(value, str):
                self.add(entry, "says", f"'says' has '{key}: {value}'.", "Write a fact and the words that are typed.")
        return dict(words)

    def zone(self, entry: Lines) -> str:
        if not is_zone(entry["zone"]):
            self.add(entry, "zone", f"'{entry['zone']}' is no time zone.", "Write one such as Europe/London.")
        return str(entry["zone"])

    def starts(self, entry: Lines) -> datetime:
        try:
            found = datetime.fromisoformat(entry["starts"])
        except ValueError:
            found = None
        if found is None or found.tzinfo is not None or not 1990 <= found.year <= 2090:
            self.add(entry, "starts", f"'{entry['starts']}' is no local time.", 'Write it like "2026-09-07 19:05".')
            return datetime(2026, 1, 1)  # noqa: DTZ001  # a wall clock, as all of them here
        return found

    def hour(self, entry: Lines, key: str) -> time:
        try:
            return read_time(entry[key])
        except ValueError:
            self.add(entry, key, f"'{key}' is '{entry[key]}'.", 'Write a time such as "17:30".')
        return time(12)

    def ticks(self, sign: Lines) -> tuple[str, ...]:
        for tick in sign["ticks"]:
            if tick not in SIGNS:
                self.add(sign, "ticks", f"'{tick}' is no sign.", f"Write one of {', '.join(SIGNS)}.")
        return tuple(sign["ticks"])

    def said(self, visit: Lines) -> str:
        if visit["said"] not in SAID:
            self.add(visit, "said", f"'said' is '{visit['said']}'.", f"Write {' or '.join(SAID)}.")
        return str(visit["said"])

    def turn(self, turn: Lines) -> Turn:
        if ("zone" in turn) == ("down_hours" in turn):
            self.add(turn, "day", "it is not clear what happens.", "Write either 'zone' or 'down_hours'.")
        if "zone" in turn and "says" not in turn:
            self.add(turn, "zone", "'says' is missing.", "Write the city that the runner tells the bot.")
        zone = self.zone(turn) if "zone" in turn else None
        return Turn(turn["day"], self.hour(turn, "at"), zone, turn.get("says", ""), turn.get("down_hours", 0))
