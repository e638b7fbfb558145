"""What hangs together: facts, questions, rules and reasons each name the other, and nothing hangs loose."""

import re
from collections.abc import Iterator
from pathlib import Path

from dialogs.content import Content
from dialogs.decisions import FILE as DECISIONS
from dialogs.exercise_files import EXERCISES, STAGES_FILE
from dialogs.expressions import Tree, facts_of, nearest
from dialogs.plan_numbers import place
from dialogs.questions import Questionnaire
from dialogs.reading import Lines, Problems, read_yaml
from dialogs.rules import DISPOSITIONS
from dialogs.safety.hazards import read_hazards
from dialogs.verify.findings import Finding
from dialogs.verify.program import named_by_program
from dialogs.verify.sources import named_in_file
from dialogs.warming import WARM_UP
from dialogs.wording import FILES

STRUCTURE = "structure"
POSES = "pictures/poses.yaml"
NUMBERED = re.compile(r"R\d\d+")
READ_WHOLE = ("personas", "hazards")
"""Folders of which every file is read."""
READ_BY_VERIFY = ("style.yaml",)


def check_structure(content: Content, folder: Path) -> Iterator[Finding]:
    """Ids that stand twice, facts that are read but never asked or asked but never read, conditions in a circle."""
    yield from files_are_read(content, folder)
    yield from ids_are_single(content)
    yield from rules_are_numbered(content)
    yield from rules_read_what_is_asked(content)
    yield from facts_are_used(content)
    yield from red_flags_are_asked_anew(content)
    yield from pictures_are_there(content, folder)
    yield from exercises_are_drawn(content, folder)
    yield from hazards_are_whole(content, folder)
    yield from buttons_say_both(content)
    yield from derived_are_used(content, folder)
    yield from conditions_lead_somewhere(content)
    yield from plan_names_what_is_there(content, folder)


def ids_are_single(content: Content) -> Iterator[Finding]:
    """No rule, screen, pattern or factor has the id of another."""
    screens = [screen for questions in content.questionnaires.values() for screen in questions.screens]
    for entries in (content.rules, screens, content.patterns, content.factors, content.topics):
        seen: set[str] = set()
        for entry in entries:
            if entry.id in seen:
                yield Finding.at(STRUCTURE, entry.where, f"the id '{entry.id}' stands twice.", "Give it another one.")
            seen.add(entry.id)


def rules_are_numbered(content: Content) -> Iterator[Finding]:
    """A rule is called R and a number: so it is found in explanations, in vignettes and in the evidence."""
    taken = [int(rule.id[1:]) for rule in content.rules if NUMBERED.fullmatch(rule.id)]
    for rule in content.rules:
        if not NUMBERED.fullmatch(rule.id):
            remedy = f"Call it R{max(taken, default=0) + 1}, the next one that is free."
            yield Finding.at(STRUCTURE, rule.where, f"the id '{rule.id}' is not R and a number.", remedy)


def files_are_read(content: Content, folder: Path) -> Iterator[Finding]:
    """A file of another name than the program reads would say nothing at all: its rules would never fire."""
    read = {
        *(f"rules/{name}.yaml" for name in DISPOSITIONS),
        *(f"questions/{name}.yaml" for name in content.questionnaires),
        *(f"{language}/{name}.yaml" for language in content.languages for name in (*FILES, "report")),
    }
    for path in sorted([*folder.glob("*.y*ml"), *folder.glob("*/*.y*ml")]):
        name = path.relative_to(folder).as_posix()
        if path.parent.name in READ_WHOLE or name in read or name in READ_BY_VERIFY or named_by_program().has(name):
            continue
        here = sorted(other for other in read if other.partition("/")[0] == name.partition("/")[0])
        remedy = nearest(name, here) if here else "Mend its name, or take it away."
        yield Finding.at(STRUCTURE, name, "nothing reads this file.", remedy)


def rules_read_what_is_asked(content: Content) -> Iterator[Finding]:
    """A rule or an `ask_when` that reads a fact nobody is asked for would stop the program."""
    asked = content.triage.asked_when
    conditions: list[tuple[str, str, Tree]] = [(rule.id, rule.where, rule.when) for rule in content.rules]
    conditions += [
        (screen.id, screen.where, item.ask_when) for screen in content.triage.screens for item in screen.items
    ]
    for name, where, tree in conditions:
        for fact in sorted(set(facts_of(tree)) - asked.keys()):
            yield Finding.at(
                STRUCTURE,
                where,
                f"'{name}' reads '{fact}', which no question asks for.",
                "Ask for it in questions/triage.yaml, or take it from the condition.",
            )


def asked_daily(content: Content) -> Iterator[str]:
    """The facts that the questions of the day and the week ask for or read."""
    for name in ("check_in", "knee_week"):
        questions = content.questionnaires[name]
        yield from (*questions.asked_when, *questions.given)
        yield from (screen.beside.id for screen in questions.screens if screen.beside is not None)


def facts_are_used(content: Content) -> Iterator[Finding]:
    """A fact is asked for or marked `part: plan`; a fact that is asked for is read by something."""
    plan = {fact.id for fact in content.facts.values() if fact.part != "triage"}
    daily = set(asked_daily(content))
    read_by_rules = {fact for rule in content.rules for fact in facts_of(rule.when)}
    trees: list[Tree] = [item.ask_when for screen in content.triage.screens for item in screen.items]
    trees += [tree for pattern in content.patterns for tree in (*pattern.points, *pattern.against)]
    trees += [factor.when for factor in content.factors]
    read = read_by_rules | {fact for tree in trees for fact in facts_of(tree)}
    read |= {"pain_location" for pattern in content.patterns if pattern.place}
    for fact in content.facts.values():
        if fact.id in plan and fact.id in read_by_rules & content.triage.asked_when.keys():
            yield Finding.at(
                STRUCTURE,
                fact.where,
                f"a rule reads '{fact.id}', but plan facts choose advice and never decide a verdict.",
                "Take 'part: plan' away, or take it from the rule.",
            )
        elif fact.part == "check_in" and fact.id not in daily:
            yield Finding.at(
                STRUCTURE,
                fact.where,
                f"no question of the day asks for '{fact.id}', and none reads it.",
                "Ask for it in questions/check_in.yaml, or take it away.",
            )
        elif fact.id not in plan and fact.id not in content.triage.asked_when:
            yield Finding.at(
                STRUCTURE,
                fact.where,
                f"no question asks for '{fact.id}'.",
                "Ask for it in questions/triage.yaml, mark it 'part: plan', or take it away.",
            )
        elif fact.id not in plan and fact.id not in read:
            yield Finding.at(
                STRUCTURE,
                fact.where,
                f"'{fact.id}' is asked for, but nothing reads it.",
                "Let a rule, a pattern or a factor read it, or stop asking.",
            )


def red_flags_are_asked_anew(content: Content) -> Iterator[Finding]:
    """Only a single question that is no red flag may keep its answer when the questions begin anew."""
    for screen in content.triage.screens:
        if screen.keep_days and (screen.red_flags or screen.kind == "ticks"):
            problem = f"'{screen.id}' keeps its answer, but it asks for red flags or for several things."
            yield Finding.at(STRUCTURE, screen.where, problem, "Take 'keep_days' away: these are asked each time.")


def pictures_are_there(content: Content, folder: Path) -> Iterator[Finding]:
    """A picture that a question names is drawn from a file of that name."""
    known = sorted(path.name.removesuffix(".svg.j2") for path in (folder / "pictures").glob("*.svg.j2"))
    for screen in content.triage.screens:
        if screen.picture is not None and screen.picture not in known:
            problem = f"'{screen.id}' shows the picture '{screen.picture}', which is not in pictures/."
            yield Finding.at(STRUCTURE, screen.where, problem, nearest(screen.picture, known))


def exercises_are_drawn(content: Content, folder: Path) -> Iterator[Finding]:
    """Every exercise has a pose, and every pose an exercise."""
    problems = Problems()
    poses = read_yaml(folder, POSES, problems).get("moves") or Lines()
    yield from map(Finding.of, problems.found)
    moves = [*content.library.moves] if not problems.found else []
    for move in moves:
        if move not in poses:
            problem = f"the exercise '{move}' has no pose."
            yield Finding.at(STRUCTURE, POSES, problem, "Write it under 'moves', then draw it with `make pictures`.")
    for pose in poses:
        if pose not in moves:
            where = f"{POSES}, line {poses.at[pose]}"
            yield Finding.at(STRUCTURE, where, f"there is no exercise '{pose}'.", nearest(pose, moves))


def hazards_are_whole(content: Content, folder: Path) -> Iterator[Finding]:
    """The hazard log has its shape; that each of its tests is there and ran, the tests themselves look after."""
    problems = Problems()
    read_hazards(folder, content.rule, problems)
    yield from map(Finding.of, problems.found)


def buttons_say_both(content: Content) -> Iterator[Finding]:
    """A yes or no that is only set beside another answer has a button for yes and one for no."""
    for screen in content.triage.screens:
        for item in screen.items if screen.kind != "ticks" else ():
            name = item.fact.id
            said = {answers[name] for answers in (screen.sets, screen.instead) if name in answers}
            if said and len(said) < 2:
                problem = f"no button of '{screen.id}' says anything but {str(said.pop()).lower()} to '{name}'."
                yield Finding.at(STRUCTURE, screen.where, problem, "Let 'sets' and 'instead' name one value each.")


def derived_are_used(content: Content, folder: Path) -> Iterator[Finding]:
    """A derived fact stands in some condition."""
    problems = Problems()
    derived = read_yaml(folder, "facts.yaml", problems).get("derived", {})
    texts = [str(text) for text in derived.values()]
    asked = [f"questions/{name}.yaml" for name in content.questionnaires]
    names = (*asked, "patterns.yaml", "factors.yaml", *(f"rules/{name}.yaml" for name in DISPOSITIONS))
    texts += [(folder / name).read_text(encoding="utf-8") for name in names]
    for name in content.derived:
        if not any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts):
            yield Finding.at(
                STRUCTURE,
                f"facts.yaml, line {derived.at[name]}",
                f"no condition reads the derived fact '{name}'.",
                "Use it, or take it away.",
            )


def conditions_lead_somewhere(content: Content) -> Iterator[Finding]:
    """No `ask_when` waits for itself."""
    for questions in content.questionnaires.values():
        yield from circles(questions)


def circles(questions: Questionnaire) -> Iterator[Finding]:
    """The screens of one questionnaire whose conditions wait for one another."""
    asked = questions.asked_when
    done = set(questions.given)
    while ready := [name for name in asked if name not in done and set(facts_of(asked[name])) <= done]:
        done.update(ready)
    for screen in questions.screens:
        circle = sorted({item.fact.id for item in screen.items} - done)
        if circle:
            yield Finding.at(
                STRUCTURE,
                screen.where,
                f"'ask_when' goes in a circle: {', '.join(circle)} wait for one another.",
                "Ask one of them whatever the others are.",
            )


def plan_names_what_is_there(content: Content, folder: Path) -> Iterator[Finding]:
    """Sources, exercises and decisions that a file of the plan names are there."""
    for path in sorted(folder.glob("plan/*.yaml")):
        for where, source in named_in_file(folder, f"plan/{path.name}"):
            if source not in content.sources:
                problem = f"its source '{source}' is not in sources.yaml."
                yield Finding.at(STRUCTURE, where, problem, nearest(source, [*content.sources]))
    data = read_yaml(folder, WARM_UP, Problems())
    named = [(place(WARM_UP, entry), move) for entry in data["steps"] for move in entry.get("moves", ())]
    named += [(f"{WARM_UP}, line {data.at['stretches']}", move) for move in data["stretches"]]
    for where, move in named:
        if move not in content.library.moves:
            remedy = nearest(move, [*content.library.moves])
            yield Finding.at(STRUCTURE, where, f"there is no exercise '{move}' in {EXERCISES}.", remedy)
    for row in content.library.rules.calm_on:
        if row not in content.decisions.row:
            yield Finding.at(
                STRUCTURE, STAGES_FILE, f"'calm_on' names '{row}', which is no row of {DECISIONS}.", "Name one."
            )
