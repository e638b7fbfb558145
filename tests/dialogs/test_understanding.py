"""Typed words: a misspelling is forgiven, a guess is never made, and nothing is read as its opposite."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dialogs.asking import offered_ticks, tick_label
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Done, Event, Go, NoneOfThese, Tick, Typed
from dialogs.questions import Screen
from dialogs.scene import Scene
from dialogs.typed import answer_options, typed_answer
from dialogs.understanding import Option, Phrase, Phrases, chosen, normal, score

NUMBERS = {"zero": 0, "four": 4, "ten": 10}
OPTIONS = [
    Option.of("yes", ["yes", "yeah", "yes I do"]),
    Option.of("no", ["no", "nope", "can't say no"]),
    Option.of("limp", ["I limp when I walk", "limping"]),
    Option.of("stuck", ["Stuck, will not go straight", "locked"]),
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Can't   BEND it! ", ("cant", "bend", "it")),
        ("can’t", ("cant",)),
        ("Où ça? Là-bas.", ("ou", "ca", "la", "bas")),
        ("4/10", ("4", "10")),
        ("under_16", ("under", "16")),
        ("🏃 \x00 — ", ()),
        ("", ()),
    ],
)
def test_only_the_words_of_a_text_count(text: str, words: tuple[str, ...]) -> None:
    assert normal(text) == words


def test_no_message_is_too_long_to_be_read_to_its_end() -> None:
    assert normal("x " * 2040 + "chest pain")[-2:] == ("chest", "pain")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Yes", "yes"),
        ("yes i do!", "yes"),
        ("I limp when I walk", "limp"),
        ("i limp whn i wolk", None),
        ("i limp whem i walk", None),
        ("limpping", "limp"),
        ("Stuck will not go straigt", "stuck"),
        ("loked", "stuck"),
        ("clocked", None),
        ("yess", None),
        ("yes no", None),
        ("maybe", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_an_option_is_named_by_its_words_and_small_slips_in_long_ones(text: str, value: str | None) -> None:
    assert chosen(text, OPTIONS) == value


def test_words_that_name_two_options_name_none() -> None:
    both = [Option.of("a", ["the back"]), Option.of("b", ["the back", "behind"])]

    assert chosen("the back", both) is None
    assert chosen("behind", both) == "b"


def test_the_very_words_win_over_words_that_are_near() -> None:
    close = [Option.of("small", ["swollen"]), Option.of("large", ["swolen"])]

    assert chosen("swollen", close) == "small"
    assert chosen("swollenn", close) == "small"
    assert chosen("swolln", close) is None


@pytest.mark.parametrize("text", ["16", "25", "14 to 18"])
def test_digits_are_never_corrected(text: str) -> None:
    assert chosen(text, [Option.of("15", ["15", "1115", "15 to 18"])]) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4),
        (" 4. ", 4),
        ("4/10", 4),
        ("4 / 10", 4),
        ("4 out of 10", 4),
        ("4 of 10", 4),
        ("four", 4),
        ("Four out of ten", 4),
        ("about 4", 4),
        ("it's a 4", 4),
        ("0", 0),
        ("zero", 0),
        ("10", 10),
        ("10/10", 10),
        ("ten", 10),
    ],
)
def test_a_score_is_typed_in_many_ways(text: str, number: int) -> None:
    assert score(text, NUMBERS) == number


@pytest.mark.parametrize(
    "text",
    ["11", "-1", "- 1", "3-4", "3–4", "3.5", "3,5", "4/5", "4 5", "4 10", "1000", "> 7", "<3", "≥7", "7+", "4 or 5",
     "less than 4", "pain", "", "no", "4 out of 5", "four five", "٣", "4/10/2", "not 4", "2 hours", "x4"],
)  # fmt: skip
def test_what_is_no_whole_number_from_0_to_10_is_no_score(text: str) -> None:
    assert score(text, NUMBERS) is None


CHEST = Phrase(("chest", "pain"), "chest")
BREATH = Phrase(("cant", "breathe"), "chest")
LEG = Phrase(("cant", "lift", "leg"), "leg")
LOST = Phrase(("overdose",), None)
FAINT = Phrase(("feel", "faint"), "chest", between=0)
PHRASES = Phrases([CHEST, BREATH, LEG, LOST, FAINT])


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("chest pain", CHEST),
        ("I have CHEST-PAIN!!", CHEST),
        ("my chest is in pain", CHEST),
        ("my chest is in such pain", None),
        ("pain in the chest", None),
        ("chset pain", CHEST),
        ("chest pian", None),
        ("chess pain", CHEST),
        ("I can't breath", BREATH),
        ("I can breathe", None),
        ("can't really lift that leg", LEG),
        ("I can lift my leg", None),
        ("can't chest pain breathe", CHEST),
        ("overdos", LOST),
        ("over dose", None),
        ("chest chest pain", CHEST),
        ("chest", None),
        ("i can't lift my legs", LEG),
        ("I feel faint", FAINT),
        ("I feel a faint ache", None),
        ("", None),
    ],
)
def test_a_phrase_is_heard_with_little_between_and_one_slip_in_long_words(text: str, phrase: Phrase | None) -> None:
    assert PHRASES.in_text(text) is phrase


def test_of_two_phrases_the_one_named_first_in_the_content_counts() -> None:
    assert PHRASES.in_text("overdose, and my chest pain is bad") is CHEST


# What the shipped words mean on every screen


def scene(content: Content, screen: Screen, **facts: object) -> Scene:
    dialogue = Dialogue(flow="triage", state=screen.id, consent="1", content=content.version, turn=7, card_open=True)
    dialogue.facts.update(facts)
    return Scene(content, dialogue, Typed(""), datetime(2026, 12, 1, tzinfo=UTC))


def at(content: Content, screen_id: str, text: str, **facts: object) -> Event | None:
    """What `text` means on a screen."""
    screen = content.triage.by_id[screen_id]
    return typed_answer(scene(content, screen, **facts), screen, text)


@pytest.mark.parametrize(
    ("screen", "text", "wanted"),
    [
        ("right_now", "none of these", NoneOfThese(7, "right_now")),
        ("right_now", "nope", NoneOfThese(7, "right_now")),
        ("the_knee", "nah", NoneOfThese(7, "the_knee")),
        ("right_now", "I dont know", Go(7, "one_by_one")),
        ("right_now", "can't walk", Tick(7, "right_now", "cannot_walk_4_steps")),
        ("right_now", "done", None),
        ("the_knee", "done", None),
        ("age_band", "31", Answer(7, "age_band", "25_44")),
        ("age_band", "fourteen", Answer(7, "age_band", "12_15")),
        ("age_band", "I'm 14 years old", Answer(7, "age_band", "12_15")),
        ("age_band", "just 16", Answer(7, "age_band", "16_17")),
        ("age_band", "age: 56", Answer(7, "age_band", "55_plus")),
        ("age_band", "55+", Answer(7, "age_band", "55_plus")),
        ("injury_recent", "yeah", Answer(7, "injury_recent", "yes")),
        ("injury_recent", "not sure", Answer(7, "injury_recent", "unknown")),
        ("the_knee", "puffy", Tick(7, "the_knee", "swelling", "small")),
        ("the_knee", "back", Go(7, "back")),
        ("the_knee", "why do you ask", Go(7, "why")),
        ("pain_location", "behind the kneecap", Answer(7, "pain_location", "around_kneecap")),
        ("duration", "two weeks", Answer(7, "duration", "1_to_6_weeks")),
        ("duration", "10 days", Answer(7, "duration", "1_to_6_weeks")),
        ("duration", "since Sunday", Answer(7, "duration", "under_1_week")),
        ("bone_and_hip", "wakes me up at night", Tick(7, "bone_and_hip", "night_rest_pain")),
        ("next_morning", "fine next morning", Answer(7, "next_morning", "same_or_better")),
        ("pain_run", "3 out of 10", Answer(7, "pain_run", "3")),
        ("pain_run", "i have not run", None),
        ("pain_run", "have not run", Answer(7, "ran_last_14_days", "no")),
        ("pain_daily_worst", "no idea", Answer(7, "pain_daily_worst", "unknown")),
    ],
)
def test_words_do_what_taps_do(content: Content, screen: str, text: str, wanted: Event | None) -> None:
    assert at(content, screen, text) == wanted


@pytest.mark.parametrize("text", ["3+", "> 3", ">3", "<4", "-1", "2+", "≥ 2", "5%"])
@pytest.mark.parametrize("screen", ["run_today", "walk_today"])
def test_a_number_with_a_sign_is_no_answer_of_the_check_in(content: Content, screen: str, text: str) -> None:
    asked = scene(content, content.questionnaires["check_in"].by_id[screen])
    asked.dialogue.flow = "check_in"

    assert typed_answer(asked, content.questionnaires["check_in"].by_id[screen], text) is None


@pytest.mark.parametrize(
    "text", ["ok", "okay", "sure", "right", "fine", "got it", "thanks", "not really", "kind of", "a bit"]
)
@pytest.mark.parametrize("screen", ["fever_or_unwell", "injury_recent", "bsi_risk"])
def test_a_polite_noise_is_neither_a_yes_nor_a_no(content: Content, screen: str, text: str) -> None:
    assert at(content, screen, text) is None


@pytest.mark.parametrize(
    ("screen", "text"),
    [
        ("age_band", "almost 16"),
        ("age_band", "50+"),
        ("age_band", "10+"),
        ("pain_location", "-1"),
        ("age_band", "not 31"),
        ("age_band", "under 16"),
        ("age_band", "years old"),
        ("age_band", "14 or 18"),
        ("right_now", "can walk"),
        ("right_now", "i can walk"),
        ("right_now", "can lift my leg"),
        ("right_now", "not dislocated"),
        ("right_now", "no deep cut"),
        ("the_knee", "can straighten it"),
        ("the_knee", "not stuck"),
        ("the_knee", "not swollen"),
        ("health", "no fever"),
        ("health", "not pregnant"),
        ("health", "limp"),
        ("bone_and_hip", "lump"),
        ("bone_and_hip", "no limp"),
        ("while_running", "not sharp"),
        ("pain_location", "skip"),
        ("pain_run", "not sore"),
        ("pain_run", "still running"),
        ("duration", "not better"),
        ("next_morning", "worse"),
    ],
)
def test_what_may_mean_something_else_is_not_understood(content: Content, screen: str, text: str) -> None:
    assert at(content, screen, text) is None


@pytest.mark.parametrize(("text", "wanted"), [("nothing else", None), ("none", None), ("done", Done(7, "the_knee"))])
def test_beside_a_tick_none_is_not_on_offer(content: Content, text: str, wanted: Event | None) -> None:
    screen = content.triage.by_id["the_knee"]
    ticked = scene(content, screen)
    ticked.dialogue.draft = {"giving_way": True}

    assert typed_answer(ticked, screen, text) == wanted


def test_a_word_that_is_an_answer_too_is_no_way_back(content: Content) -> None:
    """Asked where it hurts, "back" may be the back of the knee: nobody is sent a question back by it."""
    screen = content.triage.by_id["pain_location"]
    told = scene(content, screen)
    strings = {**told.texts.strings, "questions.pain_location.values.back_of_knee.typed": ["back"]}
    told.__dict__["texts"] = type(told.texts)(strings, told.texts.plain, told.texts.messages)

    assert typed_answer(told, screen, "back") is None


def names_on(content: Content, screen: Screen) -> Iterator[tuple[str, str]]:
    """Every (words, answer) one can type on a screen, the ticks of it included."""
    told = scene(content, screen, injury_recent=True)
    if screen.kind == "ticks":
        for fact, value in offered_ticks(told, screen):
            key = f"questions.{fact}" if value is None else f"questions.{fact}.values.{value}"
            for name in (tick_label(told, fact, value), *told.texts.typed(key)):
                yield " ".join(normal(name)), f"{fact}={value}"
    for item in screen.items:
        if screen.kind != "ticks":
            for option in answer_options(told, screen, item.fact):
                yield from ((" ".join(name), option.value) for name in option.names)


def test_no_words_on_a_screen_name_two_answers(content: Content) -> None:
    for screen in content.triage.screens:
        for (one, value), (other, another) in itertools.combinations(sorted(set(names_on(content, screen))), 2):
            assert one != other or value == another, (screen.id, one, value, another)


def test_no_words_on_a_screen_are_one_slip_from_another_answer(content: Content) -> None:
    for screen in content.triage.screens:
        named = sorted(set(names_on(content, screen)))
        for (one, value), (other, another) in itertools.permutations(named, 2):
            if value != another:
                assert chosen(one, [Option.of(another, [other])]) is None, (screen.id, one, other)


@pytest.mark.parametrize("opposite", ["no {}", "not {}", "i have no {}", "{} is fine"])
def test_the_opposite_of_a_tick_is_never_read_as_the_tick(content: Content, opposite: str) -> None:
    for screen in content.triage.screens:
        if screen.kind == "ticks":
            for words, answer in names_on(content, screen):
                said = typed_answer(scene(content, screen, injury_recent=True), screen, opposite.format(words))
                assert not isinstance(said, Tick) or f"{said.fact}={said.value}" != answer, (screen.id, words)


@pytest.mark.parametrize(
    "text",
    [
        "my knee is killing me",
        "i twisted my knee at the weekend and it is sore",
        "pain under the kneecap when i run downhill",
        "my knee hurts on the stairs",
        "it hurts after sitting in the cinema",
        "out of breath on hills but that is normal for me",
        "the knee is a bit stiff, nothing bad",
        "i want to run on sunday",
        "no chest, no belly, only the knee",
        "i feel it in my leg after a run",
        "i can't feel any of the pain on my good leg",
        "my other leg is a bit numb from sitting",
        "my legs feel heavy and i can't feel fresh",
        "it was a hot day and i ran far",
        "not hot and no fever",
        "the temperature was high at the race",
        "should i put cold or heat on it",
        "my chest strap says 150",
        "how should i breathe when i run",
        "my kneecap pops and clicks",
        "knee seizes up after sitting",
        "a faint ache behind the kneecap",
        "my foot goes cold in winter",
        "my new shoes have a low drop at the foot",
        "i broke my best time",
        "i can't put on weight",
        "i can't walk downstairs without pain",
        "i can't stand up fast",
        "deep squats hurt and i cut my distance",
        "i can lift weights and do leg lifts",
        "i gave blood yesterday",
        "who is my emergency contact",
        "a bus ride makes it stiff",
        "the pain feels faint",
        "i was breathing hard on the hill",
        "my foot feels weak after a long run",
        "my foot strike is mid foot",
        "my legs are dead after the marathon",
        "my legs feel heavy",
        "my toes are numb in winter",
        "my knee is at a 90 degree angle",
        "at what angle should my knee be",
        "i can't extend my long run",
        "my foot has gone to sleep",
        "a hole in my knee brace",
        "an injection in my knee",
        "i broke my knee brace",
        "unable to walk downstairs without pain",
        "i can't take a step without pain",
        "pain in my left arm from the gym",
        "burning pain in my knee",
        "stabbing pain under the kneecap",
        "i'm dying to run again",
        "i want to end it with a sprint",
        "i can't go on like this with my knee",
        "i am tired of living with this knee",
        "i cut myself some slack",
    ],
)
def test_everyday_knee_talk_is_no_emergency_and_no_despair(content: Content, text: str) -> None:
    assert content.phrases["en"].in_text(text) is None
    assert content.distress["en"].in_text(text) is None


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("I have chest pain", "chest_pain_or_breathless"),
        ("pain in my chest", "chest_pain_or_breathless"),
        ("i cant breathe", "chest_pain_or_breathless"),
        ("I can't breath", "chest_pain_or_breathless"),
        ("coughing up blood", "chest_pain_or_breathless"),
        ("my kneecap has popped out", "knee_deformed"),
        ("i can't feel my foot", "foot_cold_numb_weak"),
        ("I can't feel my leg", "foot_cold_numb_weak"),
        ("my leg has gone numb", "foot_cold_numb_weak"),
        ("chestpain since this morning", "chest_pain_or_breathless"),
        ("there is a deep cut", "deep_wound_over_knee"),
        ("I can't lift my leg", "cannot_lift_straight_leg"),
        ("my knee is hot with fever", "knee_hot_red_swollen"),
        ("hot and I have a fever", "knee_hot_red_swollen"),
        ("it's hot and i've got a fever", "knee_hot_red_swollen"),
        ("knee swollen, red, and I have a temperature", "knee_hot_red_swollen"),
        ("my knee feels hot and im feverish", "knee_hot_red_swollen"),
        ("hot knee and shivering", "knee_hot_red_swollen"),
        ("my knee is swollen and I feel unwell", "knee_hot_red_swollen"),
        ("there is pus coming out of it", "knee_hot_red_swollen"),
        ("tightness in my chest", "chest_pain_or_breathless"),
        ("chets pain", "chest_pain_or_breathless"),
        ("i carnt breathe", "chest_pain_or_breathless"),
        ("I can’t catch my breath", "chest_pain_or_breathless"),
        ("i cant breth", "chest_pain_or_breathless"),
        ("hart attack", "chest_pain_or_breathless"),
        ("i'm about to faint", "chest_pain_or_breathless"),
        ("I think im going to pass out", "chest_pain_or_breathless"),
        ("my leg looks deformed", "knee_deformed"),
        ("dislocatd my knee cap", "knee_deformed"),
        ("my foot is cold and pale", "foot_cold_numb_weak"),
        ("my toes are blue", "foot_cold_numb_weak"),
        ("i cant wiggle my toes", "foot_cold_numb_weak"),
        ("the bone is poking out", "deep_wound_over_knee"),
        ("I cant put any weight on it", "cannot_walk_4_steps"),
        ("I can't put weight on it", "cannot_walk_4_steps"),
        ("cant put my weight on it", "cannot_walk_4_steps"),
        ("i can't stand on it", "cannot_walk_4_steps"),
        ("unable to bear weight", "cannot_walk_4_steps"),
        ("cant weight bear", "cannot_walk_4_steps"),
        ("my leg won't take my weight", "cannot_walk_4_steps"),
        ("i can't walk on it", "cannot_walk_4_steps"),
        ("I can hardly breathe", "chest_pain_or_breathless"),
        ("i can barely breath", "chest_pain_or_breathless"),
        ("it hurts when I breathe in", "chest_pain_or_breathless"),
        ("i have a hard time breathing", "chest_pain_or_breathless"),
        ("my chest aches", "chest_pain_or_breathless"),
        ("squeezing in my chest", "chest_pain_or_breathless"),
        ("I feel faint", "chest_pain_or_breathless"),
        ("I collapsed after the run", "chest_pain_or_breathless"),
        ("blood when i cough", "chest_pain_or_breathless"),
        ("i lost consciousness", "chest_pain_or_breathless"),
        ("my knee's popped out", "knee_deformed"),
        ("the patella popped out", "knee_deformed"),
        ("my kneecap has shifted", "knee_deformed"),
        ("my leg is at a funny angle", "knee_deformed"),
        ("my foot's gone numb", "foot_cold_numb_weak"),
        ("my foot feels numb", "foot_cold_numb_weak"),
        ("i've lost feeling in my foot", "foot_cold_numb_weak"),
        ("my foot is ice cold", "foot_cold_numb_weak"),
        ("my foot won't move", "foot_cold_numb_weak"),
        ("my leg is numb", "foot_cold_numb_weak"),
        ("my feet won't lift, can't feel my legs", "foot_cold_numb_weak"),
        ("a gaping wound", "deep_wound_over_knee"),
        ("it is cut down to the bone", "deep_wound_over_knee"),
        ("unable to lift my leg", "cannot_lift_straight_leg"),
        ("I can't straighten my leg by myself", "cannot_lift_straight_leg"),
        ("can't extend my knee", "cannot_lift_straight_leg"),
        ("my knee is hot, red and swollen", "knee_hot_red_swollen"),
        ("a hot red swollen knee", "knee_hot_red_swollen"),
        ("a high temperature and a swollen knee", "knee_hot_red_swollen"),
        ("i can't bear weight on that leg", "cannot_walk_4_steps"),
        ("cant take four steps", "cannot_walk_4_steps"),
        ("i think my leg is broken", None),
        ("i've broken my knee", None),
        ("a car hit me", None),
        ("send an ambulance", None),
        ("help, i'm dying", None),
        ("my speech is slurred", None),
        ("it is bleeding badly", None),
        ("run over by a car", None),
        ("numb between my legs", None),
        ("should I call 999?", None),
        ("she is unconscious", None),
    ],
)
def test_an_emergency_is_heard_in_everyday_words(content: Content, text: str, fact: str | None) -> None:
    found = content.phrases["en"].in_text(text)

    assert found is not None
    assert found.fact == fact


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "i dont want to be here anymore",
        "thinking of suicide",
        "sucidal",
        "I want to end it all",
        "there's no point in living",
        "i wish i wasn't alive",
        "nothing to live for",
        "i keep hurting myself",
        "rather be dead than this",
        "i do not want to be here any more",
    ],
)
def test_despair_is_heard(content: Content, text: str) -> None:
    assert content.distress["en"].in_text(text) is not None
