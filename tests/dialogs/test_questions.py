"""What an answer counts as, what is asked next, and what is asked no more."""

from typing import Any

import pytest

from dialogs.expressions import Always, parse
from dialogs.facts import UNKNOWN, Fact
from dialogs.questions import Item, Questionnaire, Screen

FACTS = {
    name: Fact(name, "bool", best=False, unsure=True) for name in ("hot", "fever", "fall", "pop", "limp", "hip")
} | {"pain": Fact("pain", "score", best=0, unsure=4)}


def screen(name: str, *facts: str, when: str = "True", leads: dict[str, tuple[str, ...]] | None = None) -> Screen:
    tree = Always(True) if when == "True" else parse(when, FACTS, {})
    items = tuple(Item(FACTS[fact], tree, (leads or {}).get(fact, ())) for fact in facts)
    return Screen(name, "ticks", items)


ASKED = Questionnaire(
    (
        screen("first", "hot", "fall", leads={"hot": ("fever", "limping")}),
        screen("limping", "limp"),
        screen("fever", "fever", when="hot"),
        screen("after_fall", "pop", when="fall"),
        screen("health", "fever"),
        screen("pain", "pain"),
        screen("hip", "hip", when="pop or pain >= 5"),
    ),
    FACTS,
)


def ranks(**facts: Any) -> dict[str, Any]:
    return ASKED.ranks(facts)


def following(**facts: Any) -> str | None:
    known = ASKED.ranks(facts)
    found = ASKED.next_screen(list(ASKED.open_screens(facts, known)), known)
    return found.id if found else None


def test_an_answer_counts_as_its_rank_and_not_sure_as_the_fact_says() -> None:
    assert ranks(hot=True, fall=UNKNOWN, pain=UNKNOWN)["hot"] is True
    assert ranks(fall=UNKNOWN)["fall"] is True
    assert ranks(pain=UNKNOWN)["pain"] == 4


def test_what_is_not_asked_counts_as_its_best_even_if_it_was_answered_once() -> None:
    assert ranks(fall=False, pop=True)["pop"] is False
    assert ranks(fall=False, pop=True, pain=2, hip=True)["hip"] is False


def test_what_may_yet_be_asked_is_open_even_if_it_was_answered_once() -> None:
    assert ranks(pop=True)["pop"] is None
    assert ranks()["hip"] is None
    assert ranks(fall=False)["hip"] is None
    assert ranks(fall=False, pain=2)["hip"] is False


def test_a_fact_of_two_screens_is_asked_by_the_first_that_asks_it_now() -> None:
    for hot, wanted in ((True, "fever"), (False, "health"), (None, "health")):
        facts = {} if hot is None else {"hot": hot}
        found = ASKED.screen_of("fever", ASKED.ranks(facts))
        assert found is not None
        assert found.id == wanted


def test_the_next_screen_is_the_first_in_order_that_is_surely_asked() -> None:
    assert following() == "first"
    assert following(hot=False, fall=False) == "limping"
    assert following(hot=False, fall=False, limp=False) == "health"
    assert following(hot=False, fall=True, limp=False) == "after_fall"


def test_where_a_yes_leads_comes_next_whatever_stands_before_it() -> None:
    assert following(hot=True) == "fever"
    assert following(hot=UNKNOWN) == "fever"
    assert following(hot=True, fever=False) == "limping"
    assert following(hot=True, fever=False, limp=False) == "first"
    assert following(hot=True, fall=False, fever=False) == "limping"


def test_a_screen_that_may_yet_be_asked_is_not_asked_before_it_is_sure() -> None:
    waiting = Questionnaire((screen("hip", "hip", when="limp"), screen("limping", "limp")), FACTS)
    known = waiting.ranks({})

    found = waiting.next_screen(list(waiting.open_screens({}, known)), known)

    assert found is not None
    assert found.id == "limping"
    assert [one.id for one, _ in waiting.open_screens({}, known)] == ["hip", "limping"]


def test_when_all_is_answered_nothing_is_asked() -> None:
    assert following(hot=False, fall=False, limp=False, fever=False, pain=0) is None


def test_answers_to_what_is_no_longer_asked_are_dropped_and_what_hangs_on_them_too() -> None:
    facts: dict[str, Any] = {"hot": False, "fall": False, "pop": True, "pain": 2, "hip": True, "fever": True}

    assert ASKED.still_holding(facts) == {"hot": False, "fall": False, "pain": 2, "fever": True}


def test_answers_whose_question_is_open_are_kept() -> None:
    assert ASKED.still_holding({"pop": True, "hip": True}) == {"pop": True, "hip": True}


def test_what_is_missing_is_what_would_surely_be_asked() -> None:
    assert set(ASKED.missing({})) == {"hot", "fall", "limp", "fever", "pain"}
    assert set(ASKED.missing({"hot": False, "fall": True, "limp": False, "fever": False})) == {"pop", "pain"}


def test_the_bound_counts_screens_that_are_or_may_be_asked() -> None:
    def left(**facts: Any) -> int:
        return len(list(ASKED.open_screens(facts, ASKED.ranks(facts))))

    assert left() == 7
    assert left(hot=False, fall=False) == 4
    assert left(hot=False, fall=False, limp=False, fever=False, pain=1) == 0


def test_questions_that_wait_for_one_another_are_refused() -> None:
    circle = Questionnaire((screen("one", "limp", when="hip"), screen("two", "hip", when="limp")), FACTS)

    with pytest.raises(ValueError, match="goes in a circle: limp, hip"):
        circle.ranks({})
