"""Every session keeps the rules whatever a runner does, and what is trained rises and falls by them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.content import Content
from dialogs.exercises import Library
from dialogs.stages import Outcome, Raise, may_go_up, moved, raise_words, settle
from dialogs.trained import adherence, done, length_to_offer, sessions_done, swap
from dialogs.training import Training, begin, may_load, session

CALM_DAY = Outcome("hold", "D20", "modify", (2, 1, 1))


@pytest.fixture(scope="module")
def library(content: Content) -> Library:
    return content.library


# sessions


def after(library: Library, training: Training, day: int, *moves: str) -> Training:
    for move in moves:
        training = swap(library, training, move, day).training
    return training


def in_stage(stage: str, **values: object) -> Training:
    return replace(Training(stage=stage), **values)  # type: ignore[arg-type]


def test_everybody_begins_calm_with_body_weight_and_the_low_end(library: Library) -> None:
    first = session(library, begin(1), 1)
    assert first.moves == ("clamshell", "side_leg_lift", "quad_set", "band_bridge")
    assert {given.dose.sets for given in first.given} == {(2, 2)}
    assert {given.dose.reps for given in first.given} == {(15, 15)}
    assert len(first.stretches) == 2
    assert first.twice


def test_loaded_moves_come_every_other_day_and_light_ones_between(library: Library) -> None:
    training, loaded = in_stage("build"), []
    for day in range(1, 15):
        today = session(library, training, day)
        loaded.append("L" if today.loaded else "-")
        training = done(library, training, day, today.moves)
    assert "".join(loaded) == "L-L-L--L-L-L--"
    assert session(library, training, 14).moves == ("clamshell_band", "band_bridge", "quad_set")


def test_in_the_return_stage_days_between_are_free(library: Library) -> None:
    training = in_stage("return")
    training = done(library, training, 1, session(library, training, 1).moves)
    assert session(library, training, 2).moves == ()
    assert session(library, training, 2).stretches == ()
    assert len(session(library, training, 3).moves) == 4


def test_a_shorter_session_has_a_hip_and_a_knee_move(library: Library) -> None:
    assert session(library, in_stage("calm", length="two"), 1).moves == ("clamshell", "quad_set")
    five = session(library, in_stage("calm", length="five_minutes"), 1)
    assert {given.dose.sets for given in five.given} == {(1, 1)}
    assert len(five.stretches) == 1


def test_what_hurts_is_swapped_and_left_out_for_seven_days(library: Library) -> None:
    training, instead, rests = swap(library, begin(1), "clamshell", 3)
    assert (instead, rests) == ("standing_hip_abd", None)
    assert "clamshell" not in session(library, training, 10).moves
    assert "clamshell" in session(library, training, 11).moves


def test_when_two_swaps_hurt_as_well_the_region_rests_today_and_only_today(library: Library) -> None:
    training = after(library, begin(1), 1, "quad_set", "quad_press")
    training, instead, rests = swap(library, training, "straight_leg_raise", 1)
    assert (instead, rests) == (None, "knee")
    assert session(library, training, 1).moves == ("clamshell", "side_leg_lift", "band_bridge")
    assert session(library, training, 1).empty == ("knee",)
    assert training.resting == {"knee": 1}
    assert len(session(library, training, 2).moves) == 4


def test_two_swaps_on_two_days_rest_nothing(library: Library) -> None:
    training = after(library, begin(1), 1, "quad_set", "quad_press")
    assert swap(library, training, "straight_leg_raise", 2).rests is None


def test_a_swap_is_never_harder_than_the_stage(library: Library) -> None:
    moves = dict(library.moves)
    moves["clamshell"] = replace(moves["clamshell"], swap=("single_leg_balance", "fire_hydrant"))
    assert swap(replace(library, moves=moves), begin(1), "clamshell", 1).instead == "fire_hydrant"


def test_a_harder_move_that_hurts_goes_back_to_the_one_before(library: Library) -> None:
    training = in_stage("build", instead={"mini_squat": "sit_to_stand"})
    assert "sit_to_stand" in session(library, training, 1).moves
    assert swap(library, training, "sit_to_stand", 1).instead == "mini_squat"


def test_a_loaded_move_that_follows_a_light_one_is_not_done_on_light_days(library: Library) -> None:
    training = in_stage("build", instead={"band_bridge": "single_leg_bridge"})
    training = done(library, training, 1, session(library, training, 1).moves)
    today = session(library, training, 2)
    assert today.moves == ("clamshell_band", "band_bridge", "quad_set")
    assert {given.instead_of for given in today.given} == {None}


def test_a_move_from_the_library_can_be_swapped_too(library: Library) -> None:
    training, instead, rests = swap(library, begin(1), "wall_squat", 1)
    assert (instead, rests) == (None, None)
    assert training.swapped == {"wall_squat": 8}


# harder, stage by stage


def trained(library: Library, training: Training, days: list[int], *, full: bool = True, pain: int = 0) -> Training:
    for day in days:
        training = done(library, training, day, session(library, training, day).moves, full=full, pain=pain)
    return training


def test_a_move_gets_harder_after_two_good_sessions_running(library: Library) -> None:
    training = trained(library, in_stage("build"), [1])
    assert settle(library, training, 1, CALM_DAY)[1] == ()
    training = trained(library, training, [3])
    training, raises = settle(library, training, 3, CALM_DAY)
    assert Raise("mini_squat", "reps", 12) in raises
    assert Raise("clamshell_band", "reps", 20) in raises
    assert Raise("side_plank", "hold", 20) in raises


def test_pain_or_an_unfinished_set_counts_anew(library: Library) -> None:
    for spoilt in ({"pain": 3}, {"full": False}):
        training = trained(library, in_stage("build"), [1])
        training = trained(library, training, [3], **spoilt)  # type: ignore[arg-type]
        training = trained(library, training, [5])
        assert settle(library, training, 5, CALM_DAY)[1] == ()


def test_first_repetitions_then_bands_then_the_harder_move(library: Library) -> None:
    training, told = in_stage("build"), []
    for day in range(1, 40):
        training = done(library, training, day, ["band_bridge"])
        training, raises = settle(library, training, day, replace(CALM_DAY, disposition="modify"))
        told += [(change.kind, change.to) for change in raises]
    assert told == [
        *[("reps", reps) for reps in (20, 25, 30)],
        ("band", 1),
        *[("reps", reps) for reps in (20, 25, 30)],
        ("band", 2),
        *[("reps", reps) for reps in (20, 25, 30)],
        ("harder", "single_leg_bridge"),
    ]


def test_nothing_gets_harder_on_a_day_on_which_running_does_or_goes_back(library: Library) -> None:
    training = trained(library, in_stage("build"), [1, 3])
    for decision in ("progress", "regress", "stop"):
        assert settle(library, training, 3, replace(CALM_DAY, decision=decision))[1] == ()


def test_nothing_is_added_in_the_calm_stage(library: Library) -> None:
    training = trained(library, begin(1), [1, 2, 3, 4])
    assert settle(library, training, 4, CALM_DAY) == (training, ())


def test_what_gets_harder_is_told_in_words(content: Content) -> None:
    texts = content.texts("en")
    assert raise_words(texts, Raise("mini_squat", "reps", 12)) == "Mini squat: go for 12 from now on."
    assert "One-leg bridge" in raise_words(texts, Raise("band_bridge", "harder", "single_leg_bridge"))


def calm_week(library: Library) -> Training:
    return trained(library, begin(1), [1, 3, 5, 7])


def test_the_calm_stage_is_left_after_a_week_with_four_sessions(library: Library) -> None:
    assert settle(library, calm_week(library), 7, CALM_DAY)[0].stage == "calm"
    assert settle(library, calm_week(library), 8, CALM_DAY)[0].stage == "calm", "one of the four is too long ago"
    assert settle(library, trained(library, begin(1), [2, 4, 6, 8]), 8, CALM_DAY)[0].stage == "build"


@pytest.mark.parametrize(
    "outcome",
    [
        replace(CALM_DAY, pains=(3, 3, 3)),
        replace(CALM_DAY, disposition="run"),
    ],
)
def test_pain_up_to_three_lets_the_stage_go_up(library: Library, outcome: Outcome) -> None:
    assert may_go_up(library, trained(library, begin(1), [2, 4, 6, 8]), 8, outcome)


@pytest.mark.parametrize(
    "outcome",
    [
        replace(CALM_DAY, pains=(4, 1, 1)),
        replace(CALM_DAY, pains=(1, 1)),
        replace(CALM_DAY, disposition="rest"),
        replace(CALM_DAY, decision="progress"),
    ],
)
def test_the_stage_stays_where_it_is(library: Library, outcome: Outcome) -> None:
    training = trained(library, begin(1), [2, 4, 6, 8])
    assert settle(library, training, 8, outcome)[0].stage == "calm"


def test_a_move_that_hurt_keeps_the_stage_for_a_week(library: Library) -> None:
    training = after(library, trained(library, begin(1), [2, 4, 6, 8]), 8, "clamshell")
    training = trained(library, training, [9, 10, 11, 12, 13, 14, 15])
    assert not may_go_up(library, training, 14, CALM_DAY)
    assert may_go_up(library, training, 15, CALM_DAY)


def test_the_return_stage_opens_with_run_with_level_9_or_once_recovered(library: Library) -> None:
    training = trained(library, in_stage("build"), [2, 4, 6, 8])
    assert not may_go_up(library, training, 8, CALM_DAY)
    assert not may_go_up(library, training, 8, replace(CALM_DAY, level=8))
    assert may_go_up(library, training, 8, replace(CALM_DAY, level=9))
    assert may_go_up(library, training, 8, replace(CALM_DAY, disposition="run"))
    assert may_go_up(library, training, 8, replace(CALM_DAY, recovered=True))


@pytest.mark.parametrize(
    ("stage", "outcome", "then"),
    [
        ("return", replace(CALM_DAY, decision="regress", row="D9"), "build"),
        ("build", replace(CALM_DAY, decision="stop", row="D5"), "calm"),
        ("calm", replace(CALM_DAY, decision="stop", row="D5"), "calm"),
        ("return", replace(CALM_DAY, decision="regress", row="D11"), "calm"),
        ("return", replace(CALM_DAY, disposition="rest"), "calm"),
        ("return", replace(CALM_DAY, pains=(1, 1, 4)), "calm"),
        ("return", replace(CALM_DAY, pains=(4, 1, 3)), "return"),
        ("return", replace(CALM_DAY, decision="maintenance", row="D16"), "maintenance"),
        ("maintenance", replace(CALM_DAY, decision="regress", row="D9"), "return"),
    ],
)
def test_the_stage_goes_down_at_once(library: Library, stage: str, outcome: Outcome, then: str) -> None:
    assert settle(library, in_stage(stage), 20, outcome)[0].stage == then


def test_on_the_way_down_what_was_added_is_taken_off(library: Library) -> None:
    training, _ = settle(library, trained(library, in_stage("return"), [1, 3]), 3, CALM_DAY)
    assert any(step.above for step in training.steps.values())
    assert moved(training, "build", 4).steps == {}


def test_too_few_sessions_lead_to_shorter_ones(library: Library) -> None:
    training = begin(1)
    assert adherence(library, training, 7) is None
    assert length_to_offer(library, trained(library, training, [2, 3, 4, 6, 7]), 8) is None
    assert length_to_offer(library, trained(library, training, [2, 4, 6]), 8) == "two"
    assert length_to_offer(library, replace(training, length="two"), 8) is None
    assert length_to_offer(library, replace(training, length="two"), 15) == "five_minutes"


# whatever a runner does


@st.composite
def doings(draw: st.DrawFn) -> list[tuple[str, int]]:
    kinds = st.sampled_from(["swap", "swap", "done", "good", "sore", "regress", "maintenance", "next", "next"])
    return draw(st.lists(st.tuples(kinds, st.integers(0, 9)), max_size=60))


@settings(max_examples=150, deadline=None)
@given(doings(), st.sampled_from(["calm", "build", "return", "maintenance"]), st.sampled_from(["full", "two"]))
def test_a_session_keeps_its_rules_whatever_happens(
    content: Content, doings: list[tuple[str, int]], stage: str, length: str
) -> None:
    library, day = content.library, 1
    training = in_stage(stage, length=length)
    hurt: dict[str, int] = {}
    loaded_days: set[int] = set()
    for kind, number in doings:
        today = session(library, training, day)
        move = today.moves[number % len(today.moves)] if today.moves else None
        if kind == "swap" and move:
            swapped = swap(library, training, move, day)
            assert swapped.instead is None or swapped.instead not in today.moves
            training = swapped.training
            hurt[move] = day
        elif kind in ("done", "good", "sore") and today.moves:
            loaded_days |= {day} if any(library.moves[name].loaded for name in today.moves) else set()
            pain = {"good": 0, "done": 2, "sore": 5}[kind]
            training = done(library, training, day, today.moves, pain=pain)
        elif kind in ("regress", "maintenance"):
            training, _ = settle(library, training, day, replace(CALM_DAY, decision=kind))
        elif kind == "next":
            training, _ = settle(library, training, day, replace(CALM_DAY, level=9, pains=(2, 2, number % 4)))
            day += 1
        check_session(library, training, day, hurt, loaded_days)
        training = Training.from_dict(training.to_dict())


def check_session(library: Library, training: Training, day: int, hurt: dict[str, int], loaded_days: set[int]) -> None:
    today = session(library, training, day)
    moves = [library.moves[name] for name in today.moves]
    assert len(moves) <= (2 if training.length == "two" else 4)
    assert len(set(today.moves)) == len(moves)
    assert len(today.stretches) <= 2
    assert [move.id for move in moves if move.id in hurt and day - hurt[move.id] <= 7] == []
    assert all(library.suits(move, training.stage) for move in moves)
    assert all(training.resting.get(region) != day for move in moves for region in move.regions)
    if training.stage == "calm":
        assert not any(move.loaded for move in moves)
    if any(move.loaded for move in moves):
        assert day - 1 not in loaded_days
        assert len([one for one in loaded_days if day - 7 < one < day]) < 3
        assert may_load(library, training, day)


def test_a_training_fits_into_json_and_comes_back(library: Library) -> None:
    training = after(library, trained(library, in_stage("build"), [1, 3]), 5, "mini_squat")
    assert Training.from_dict(training.to_dict()) == training
    assert begin(1).to_dict() == {}
    assert sessions_done(training, 5) == 2
