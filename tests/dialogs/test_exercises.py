"""The exercise library is whole and hangs together, and each of its moves has its words."""

import re
import shutil
from pathlib import Path

import pytest

from dialogs.content import FOLDER, Content
from dialogs.exercise_files import EXERCISES, STAGES_FILE, read_exercises
from dialogs.exercises import Dose, Library, dose_words, often_words, picture_of, steps_of
from dialogs.reading import Problems, read_yaml
from dialogs.verify.style import Style, sentences

WARM_UP = "plan/warm_up.yaml"


@pytest.fixture(scope="module")
def library(content: Content) -> Library:
    return content.library


# the library


def test_the_library_has_45_moves(library: Library) -> None:
    assert [len(library.of_kind(kind)) for kind in ("strength", "stretch", "roll")] == [32, 7, 6]


def test_eleven_strength_moves_and_ten_for_comfort_are_those_of_the_article(library: Library) -> None:
    named = [move for move in library.moves.values() if move.seed]
    assert [sum(move.kind == kind for move in named) for kind in ("strength", "stretch", "roll")] == [11, 5, 5]
    assert all("SEED" in move.source for move in named)


def test_the_content_that_is_shipped_has_no_findings() -> None:
    problems = Problems()
    sources = read_yaml(FOLDER, "sources.yaml", problems)
    assert read_exercises(FOLDER, problems, sources) is not None
    assert [str(found) for found in problems.found] == []


def test_the_default_picks_are_those_of_the_reference(library: Library) -> None:
    firsts = {stage.id: [pick.moves[0] for pick in stage.picks] for stage in library.stages.values()}
    assert firsts["calm"] == ["clamshell", "side_leg_lift", "quad_set", "band_bridge"]
    assert firsts["build"] == ["clamshell_band", "single_leg_bridge", "mini_squat", "side_plank"]
    assert firsts["return"] == ["band_walk_lateral", "single_leg_squat", "front_step_down", "calf_raise"]


def test_a_move_of_the_calm_stage_is_never_a_loaded_one(library: Library) -> None:
    assert [move.id for move in library.of_kind("strength") if "calm" in move.stages and move.loaded] == []


def test_a_chain_of_swaps_ends_and_names_no_move_twice(library: Library) -> None:
    for move in library.of_kind("strength"):
        chain = library.swap_chain(move)
        assert chain
        assert len(set(chain)) == len(chain) < len(library.of_kind("strength"))
        assert move.id not in chain


def test_a_move_leads_on_to_none_that_is_easier_than_itself(library: Library) -> None:
    for move in library.of_kind("strength"):
        assert all(library.suits(move, library.moves[harder].stages[-1]) for harder in move.harder)


def test_what_hurts_can_be_swapped_in_every_stage_it_belongs_to(library: Library) -> None:
    for move in library.of_kind("strength"):
        for stage in move.stages:
            assert any(library.suits(library.moves[name], stage) for name in library.swap_chain(move)), move.id


def test_warm_up_and_cool_down_name_moves_there_are(library: Library) -> None:
    data = read_yaml(FOLDER, WARM_UP, Problems())
    named = {move for step in data["steps"] for move in step.get("moves", ())} | set(data["stretches"])
    assert named - set(library.moves) == set()


# its words


def test_every_move_has_its_words(content: Content, library: Library) -> None:
    texts = content.texts("en")
    for move in library.moves.values():
        parts = ["name", "target", "alt", *(("easier", "harder") if move.kind == "strength" else ())]
        parts += ["instead"] if move.kind == "stretch" else []
        assert [part for part in parts if not texts.text(f"exercises.{move.id}.{part}").strip()] == []
        assert 3 <= len(steps_of(texts, move.id)) <= 5
        assert len(texts.text(f"exercises.{move.id}.name")) <= 28
        assert all(texts.has(f"exercises.equipment.{thing}") for thing in move.equipment)


def test_no_two_moves_have_the_same_name(content: Content, library: Library) -> None:
    names = [content.texts("en").text(f"exercises.{move}.name") for move in library.moves]
    assert len(set(names)) == len(names)


def test_every_word_for_moves_is_for_a_move_there_is(content: Content, library: Library) -> None:
    general = {
        "stop",
        "hurts",
        "stretching",
        "rolling",
        "stage",
        "region",
        "equipment",
        "dose",
        "often",
        "added",
        "raised",
    }
    assert content.texts("en").under("exercises") - general == set(library.moves)


def test_how_to_do_a_move_reads_as_easily_as_everything_else(content: Content, library: Library) -> None:
    style = Style.read(read_yaml(FOLDER, "style.yaml", Problems())["en"])
    texts = content.texts("en")
    for move in library.moves:
        words = " ".join(steps_of(texts, move))
        assert style.grade(words) <= style.message_grade, move
        assert all(len(sentence.split()) <= style.sentence for sentence in sentences(words)), move


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        (Dose((2, 3), (15, 30), each="side"), "2 to 3 sets of 15 to 30, each side"),
        (Dose((2, 2), (10, 10), (5, 5), each="side"), "2 sets of 10, each held for 5 seconds, each side"),
        (Dose((1, 1), (10, 10), (10, 10)), "10 times, held for 10 seconds"),
        (Dose((3, 3), hold_s=(15, 30), each="side"), "3 times 15 to 30 seconds, each side"),
        (Dose((2, 3), (15, 15), each="way", count="steps"), "2 to 3 sets of 15 steps, each way"),
        (Dose((1, 1), hold_s=(60, 60), each="side"), "60 seconds, each side"),
    ],
)
def test_a_dose_is_made_of_its_numbers(content: Content, dose: Dose, words: str) -> None:
    assert dose_words(content.texts("en"), dose) == words


def test_every_dose_can_be_said(content: Content, library: Library) -> None:
    texts = content.texts("en")
    for move in library.moves.values():
        assert re.search(r"\d", dose_words(texts, move.dose))
        assert bool(often_words(texts, move.dose)) == (move.kind == "strength")


def test_a_picture_is_named_after_its_move() -> None:
    assert picture_of("quad_set") == "exercises/quad_set"


# broken content


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        (EXERCISES, "swap: [straight_leg_raise]", "swap: [straight_leg_rise]", "'swap' names 'straight_leg_rise'"),
        (EXERCISES, "harder: [quad_set]", "harder: [quad_press]", "'harder' names 'quad_press'"),
        (EXERCISES, "seed: true", "sead: true", "'sead' is no key here"),
        (EXERCISES, "reps: 10,", "reps: ten,", "'reps' is the text 'ten'"),
        (EXERCISES, "[15, 30]", "[30, 15]", "'reps' is no number and no range"),
        (EXERCISES, "regions: [knee]", "regions: [nee]", "'regions' names 'nee'"),
        (EXERCISES, "source: [12WK, KP]", "source: [12WK, KPP]", "its source 'KPP' is not in sources.yaml"),
        (EXERCISES, "id: quad_set", "id: quad_press", "this id stands twice"),
        (STAGES_FILE, "moves: [clamshell]}", "moves: [clamshel]}", "'picks' names 'clamshel'"),
        (STAGES_FILE, "moves: [quad_set]}", "moves: [mini_squat]}", "'mini_squat' is a loaded move"),
        (STAGES_FILE, "{slot: knee, moves: [quad_set]}", "{slot: hip, moves: [quad_set]}", "does not load the hip"),
        (STAGES_FILE, "swapped_days: 7", "swaped_days: 7", "'swaped_days' is no key here"),
        (STAGES_FILE, "- id: build", "- id: bild", "the stages are not those the program knows"),
    ],
)
def test_what_is_wrong_with_the_files_is_one_clear_finding(
    tmp_path: Path, file: str, old: str, new: str, finding: str
) -> None:
    shutil.copytree(FOLDER / "plan", tmp_path / "plan")
    text = (tmp_path / file).read_text()
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1))
    problems = Problems()
    read_exercises(tmp_path, problems, read_yaml(FOLDER, "sources.yaml", problems))
    found = [str(problem) for problem in problems.found]
    assert any(finding in problem and file in problem for problem in found), found
