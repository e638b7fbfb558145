"""The short lives that the page and the walk live: each comes to its reason, and together they hear all there are."""

from collections.abc import Iterator

import pytest

from dialogs.content import Content
from dialogs.errors import AnswerError
from dialogs.lived import DILIGENT, LIVES, STARTS, days_of, facts_told
from dialogs.preview.chat import Bubble, Stage
from dialogs.preview.living import Plans, live, plans


@pytest.fixture(scope="module")
def stage(content: Content) -> Stage:
    return Stage.of(content, "en")


@pytest.fixture(scope="module")
def made(stage: Stage) -> Plans:
    return plans(stage)


def words_in(bubbles: tuple[Bubble, ...]) -> Iterator[str]:
    """What the values of messages say."""
    for bubble in bubbles:
        for value in bubble.values.values():
            yield from value if isinstance(value, list) else [str(value)]


def test_there_is_a_plan_of_each_kind(made: Plans) -> None:
    courses = {name: one.chat.dialogue.plan["course"] for name, one in made.items()}  # type: ignore[index]
    kinds = {
        name: (course.get("mode", "ladder"), course.get("disposition", "modify")) for name, course in courses.items()
    }

    assert kinds == {
        "rest": ("ladder", "rest"),
        "ladder": ("ladder", "modify"),
        "km": ("km", "modify"),
        "km_breaks": ("km", "modify"),
        "run": ("km", "run"),
        "as_now": ("as_now", "run"),
        "pregnant": ("ladder", "modify"),
        "cleared": ("ladder", "modify"),
        "cleared_little": ("ladder", "modify"),
    }
    for name in ("cleared", "cleared_little"):
        assert courses[name]["level"] == STARTS[name].level


@pytest.mark.parametrize("because", LIVES)
def test_the_last_day_of_a_life_is_decided_with_its_reason(stage: Stage, made: Plans, because: str) -> None:
    start, life = LIVES[because]
    seen = stage.texts.text(f"decisions.reasons.{because}.seen")

    told = live(made[start].begin(), days_of(life), diligent=because in DILIGENT)

    assert told is not None
    assert any(words.startswith(seen) for words in words_in(told.bubbles))


def test_every_reason_is_lived(stage: Stage) -> None:
    assert LIVES.keys() == set(stage.texts.under("decisions.reasons"))


def test_a_life_is_told_day_by_day() -> None:
    assert list(days_of("p2 r2, p1 x2, (none) x2, OK")) == ["p2 r2", "p1", "p1", "(none)", "(none)", "OK"]


def test_a_day_is_tapped_as_it_is_told() -> None:
    told = facts_told("p4 r6 slow limp !swelling") or {}

    assert told["gate"] == told["gate_ran"] == "tell"
    assert (told["pain_today"], told["run_today"], told["after_run"]) == (4, "pain_6_10", "slow")
    assert (told["sign_limp"], told["sign_swelling"]) == (True, True)
    assert "sign_fever" not in told
    assert facts_told("(none)") is None
    with pytest.raises(AnswerError, match="'p11' is not allowed"):
        facts_told("p11")
