"""Reads content/plan/exercises.yaml and stages.yaml into a library, and says everything that is wrong with them."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from dialogs.exercises import LENGTHS, STAGES, Dose, Entry, Library, Move, Pick, Range, Rules, Shorter, Stage
from dialogs.expressions import nearest
from dialogs.reading import Lines, Problems, read_yaml
from dialogs.shapes import misfits_in

EXERCISES, STAGES_FILE = "plan/exercises.yaml", "plan/stages.yaml"

KINDS = {"strength": "strength", "stretches": "stretch", "rolls": "roll"}
"""The lists of plan/exercises.yaml, and the kind of their moves."""
REGIONS = ("hip", "knee", "trunk", "calf")
EQUIPMENT = ("towel", "loop_band", "long_band", "mat", "wall", "chair", "step", "roller", "ball")
MORE = ("weight", "band", "own")

SHAPES: dict[str, dict[str, str]] = {
    "strength": {"id": "text!", "stages": "texts!", "regions": "texts!", "equipment": "texts", "dose": "mapping!",
                 "more": "texts!", "harder": "texts", "easier": "texts", "swap": "texts!", "seed": "switch",
                 "source": "texts!"},
    "comfort": {"id": "text!", "equipment": "texts", "swap": "texts", "seed": "switch", "source": "texts!"},
    "dose": {"sets": "list!", "reps": "list", "hold_s": "list", "a_day": "list", "a_week": "list", "each": "text",
             "count": "text"},
    "stage": {"id": "text!", "pain_most": "number!", "sessions_week": "number!", "low_end": "switch",
              "twice_a_day": "switch", "loaded_days_week": "number", "picks": "list!", "light": "list",
              "entry": "mapping", "source": "texts!"},
    "pick": {"slot": "text!", "moves": "texts!"},
    "entry": {"pain_daily_most": "number!", "answered_days": "number!", "disposition": "text",
              "ladder_level": "number"},
    "rules": {"calm_from_pain": "number!", "up_after_days": "number!", "up_after_sessions": "number!",
              "down_on": "texts!", "calm_on": "texts!", "most_moves": "number!", "most_of_a_slot": "mapping!",
              "most_stretches": "number!", "stretches": "texts!", "swapped_days": "number!",
              "hurting_swaps": "number!", "raise_after_sessions": "number!", "raise_pain_most": "number!",
              "raise_reps": "mapping!", "raise_hold_s": "number!", "most_weights": "number!",
              "most_bands": "number!", "shorter": "mapping!", "adherence": "mapping!", "source": "texts!"},
    "shorter": {"moves": "number!", "stretches": "number!", "sets": "number"},
    "all of shorter": dict.fromkeys(LENGTHS[1:], "mapping!"),
    "raise_reps": {"low": "number!", "loaded": "number!"},
    "most_of_a_slot": dict.fromkeys(REGIONS, "number!"),
    "adherence": {"good_percent": "number!", "ask_percent": "number!", "five_minutes_after_days": "number!"},
}  # fmt: skip


def read_exercises(folder: Path, problems: Problems, sources: Collection[str] | None = None) -> Library | None:
    """The library of a content folder; None, with findings, where something is missing that it can't be without.

    `sources` are the ids of sources.yaml; without them it is not checked that those named are there.
    """
    return _Reader(folder, problems, sources).read()


class _Reader:
    def __init__(self, folder: Path, problems: Problems, sources: Collection[str] | None) -> None:
        self.folder, self.problems, self.sources = folder, problems, sources
        self.moves: dict[str, Move] = {}

    def read(self) -> Library | None:
        self.read_moves(read_yaml(self.folder, EXERCISES, self.problems))
        data = read_yaml(self.folder, STAGES_FILE, self.problems)
        rules = self.read_rules(data)
        stages = [
            stage for entry in self.listed(STAGES_FILE, data, "stages") if (stage := self.read_stage(entry, rules))
        ]
        if tuple(stage.id for stage in stages) != STAGES:
            self.problems.add(STAGES_FILE, "the stages are not those the program knows.", f"Write {', '.join(STAGES)}.")
            return None
        if rules is None or not self.moves:
            return None
        return Library(self.moves, {stage.id: stage for stage in stages}, rules)

    # moves

    def read_moves(self, data: Lines) -> None:
        for key in data.keys() - KINDS.keys() - {"stretch_dose", "roll_dose"}:
            self.problems.add(f"{EXERCISES}, line {data.at[key]}", f"'{key}' is no key here.", nearest(key, [*KINDS]))
        for name, kind in KINDS.items():
            dose = None if kind == "strength" else self.read_dose(EXERCISES, data.get(f"{kind}_dose"), f"{kind}_dose")
            for entry in self.listed(EXERCISES, data, name):
                self.read_move(entry, kind, dose)
        for move in self.moves.values():
            strength = [other.id for other in self.moves.values() if other.kind == move.kind]
            for key in ("harder", "easier", "swap"):
                self.known(
                    EXERCISES, move.where, key, getattr(move, key), [name for name in strength if name != move.id]
                )

    def read_move(self, entry: Any, kind: str, dose: Dose | None) -> None:
        if not self.fits(EXERCISES, entry, "strength" if kind == "strength" else "comfort"):
            return
        place = f"{entry.where}, {entry['id']}"
        dose = dose or self.read_dose(EXERCISES, entry.get("dose"), "dose", place)
        for key, allowed in (("stages", STAGES), ("regions", REGIONS), ("equipment", EQUIPMENT), ("more", MORE)):
            self.known(EXERCISES, place, key, entry.get(key, ()), allowed)
        if kind == "strength" and not (entry["stages"] and entry["regions"]):
            self.problems.add(f"{EXERCISES}, {place}", "it is in no stage, or loads no region.", "Name one of each.")
        self.check_sources(EXERCISES, entry, place)
        if entry["id"] in self.moves:
            self.problems.add(f"{EXERCISES}, {place}", "this id stands twice.", "Give it another one.")
        if dose:
            lists = ("stages", "regions", "equipment", "more", "harder", "easier", "swap", "source")
            self.moves[entry["id"]] = Move(
                id=entry["id"], kind=kind, dose=dose, seed=entry.get("seed", False), where=place,
                **{key: tuple(entry.get(key, ())) for key in lists},
            )  # fmt: skip

    def read_dose(self, file: str, entry: Any, name: str, place: str = "") -> Dose | None:
        """A dose; one number stands for itself twice."""
        if isinstance(entry, Lines):
            pairs = {key: [value, value] if isinstance(value, int) else value for key, value in entry.items()}
            lines = Lines(pairs)
            lines.where, lines.at = place or entry.where, entry.at
            entry = lines
        if not self.fits(file, entry, "dose", place or name):
            return None
        ranges = {
            key: self.read_range(file, place or name, key, entry[key])
            for key in entry
            if SHAPES["dose"][key] in ("list", "list!")
        }
        if any(value is None for value in ranges.values()):
            return None
        wrong = [
            (not (entry.keys() & {"reps", "hold_s"}), "it says neither how many nor how long."),
            ({"a_day", "a_week"} <= entry.keys(), "it says how often in two ways."),
            (entry.get("each", "") not in ("", "side", "way"), f"'each: {entry.get('each')}' says nothing."),
            (entry.get("count", "reps") not in ("reps", "steps"), f"'count: {entry.get('count')}' says nothing."),
        ]
        for is_wrong, problem in wrong:
            if is_wrong:
                self.problems.add(f"{file}, {place or name}", problem, "See the top of the file.")
        return Dose(**ranges, each=entry.get("each", ""), count=entry.get("count", "reps"))  # type: ignore[arg-type]

    def read_range(self, file: str, place: str, key: str, value: list[Any]) -> Range | None:
        match value:
            case [int(low), int(high)] if 0 < low <= high:
                return low, high
        self.problems.add(f"{file}, {place}", f"'{key}' is no number and no range.", "Write 10, or [10, 15].")
        return None

    # stages and rules

    def read_stage(self, entry: Any, rules: Rules | None) -> Stage | None:
        if not self.fits(STAGES_FILE, entry, "stage"):
            return None
        self.check_sources(STAGES_FILE, entry, f"{entry.where}, {entry['id']}")
        opens = entry.get("entry")
        if opens is not None and not self.fits(STAGES_FILE, opens, "entry", f"{entry.where}, {entry['id']}"):
            return None
        plain = ("id", "pain_most", "sessions_week", "low_end", "twice_a_day", "loaded_days_week")
        return Stage(
            **{key: entry[key] for key in plain if key in entry},
            picks=self.read_picks(entry, "picks", rules),
            light=self.read_picks(entry, "light", rules),
            entry=Entry(**opens) if opens is not None else None,
            source=tuple(entry["source"]),
        )

    def read_picks(self, stage: Lines, key: str, rules: Rules | None) -> tuple[Pick, ...]:
        entries = [entry for entry in stage.get(key, ()) if self.fits(STAGES_FILE, entry, "pick")]
        for entry in entries:
            self.check_pick(stage, key, entry)
        picks = tuple(Pick(entry["slot"], tuple(entry["moves"])) for entry in entries)
        slots = [pick.slot for pick in picks]
        place = f"{STAGES_FILE}, {stage.where}, {stage['id']}"
        if rules and len(picks) > rules.most_moves:
            self.problems.add(place, f"'{key}' has {len(picks)} moves.", f"Keep {rules.most_moves} at most.")
        for slot in dict.fromkeys(slots):
            most = rules.most_of_a_slot.get(slot, len(slots)) if rules else len(slots)
            if slots.count(slot) > most:
                self.problems.add(
                    place, f"'{key}' has {slots.count(slot)} moves for '{slot}'.", f"Keep {most} at most."
                )
        return picks

    def check_pick(self, stage: Lines, key: str, entry: Lines) -> None:
        place = f"{entry.where}, {stage['id']}"
        strength = {move.id: move for move in self.moves.values() if move.kind == "strength"}
        self.known(STAGES_FILE, place, key, entry["moves"], strength)
        self.known(STAGES_FILE, place, "slot", [entry["slot"]], REGIONS)
        if not entry["moves"]:
            self.problems.add(f"{STAGES_FILE}, {place}", f"a place of '{key}' has no move.", "Name one.")
        for move in (strength[name] for name in entry["moves"] if name in strength):
            if entry["slot"] not in move.regions:
                problem = f"'{move.id}' does not load the {entry['slot']}."
                self.problems.add(f"{STAGES_FILE}, {place}", problem, f"It is for: {', '.join(move.regions)}.")
            if move.loaded and (key == "light" or stage.get("low_end")):
                problem = f"'{move.id}' is a loaded move, and these are days without."
                self.problems.add(f"{STAGES_FILE}, {place}", problem, "Choose one that is done daily.")

    def read_rules(self, data: Lines) -> Rules | None:
        entry: Any = data.get("rules")
        if not self.fits(STAGES_FILE, entry, "rules", "rules"):
            return None
        self.check_sources(STAGES_FILE, entry, "rules")
        parts = ("raise_reps", "most_of_a_slot", "adherence")
        fitting = [self.fits(STAGES_FILE, entry[key], key, f"rules, {key}") for key in parts]
        if not (all(fitting) and self.fits(STAGES_FILE, entry["shorter"], "all of shorter", "rules, shorter")):
            return None
        shorter = {name: part for name, part in entry["shorter"].items() if self.fits(STAGES_FILE, part, "shorter")}
        self.known(
            STAGES_FILE,
            "rules",
            "stretches",
            entry["stretches"],
            [m.id for m in self.moves.values() if m.kind == "stretch"],
        )
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        return Rules(**{**values, "shorter": {name: Shorter(**part) for name, part in shorter.items()}})

    # findings

    def listed(self, file: str, data: Lines, key: str) -> list[Any]:
        found = data.get(key)
        if not isinstance(found, list) or not found:
            self.problems.add(file, f"there is no list '{key}'.", "Write it.")
            return []
        return found

    def fits(self, file: str, entry: Any, kind: str, name: str = "") -> bool:
        """Whether an entry has the shape of its kind; what is wrong with it is a finding each."""
        where = entry.where if isinstance(entry, Lines) else ""
        own = str(entry["id"]) if isinstance(entry, Lines) and "id" in entry else name
        place = ", ".join(dict.fromkeys(part for part in (file, where, own) if part))
        wrong = list(misfits_in(entry, SHAPES[kind]))
        for problem, remedy in wrong:
            self.problems.add(place, problem, remedy)
        return not wrong

    def known(self, file: str, place: str, key: str, names: Iterable[str], allowed: Collection[str]) -> None:
        for name in names:
            if name not in allowed:
                self.problems.add(
                    f"{file}, {place}", f"'{key}' names '{name}', which is none.", nearest(name, list(allowed))
                )

    def check_sources(self, file: str, entry: Lines, place: str) -> None:
        if not entry["source"]:
            self.problems.add(f"{file}, {place}", "it has no source.", "Name one of sources.yaml, JUDGEMENT at least.")
        for name in entry["source"]:
            if self.sources is not None and name not in self.sources:
                problem = f"its source '{name}' is not in sources.yaml."
                self.problems.add(f"{file}, {place}", problem, nearest(name, list(self.sources)))
