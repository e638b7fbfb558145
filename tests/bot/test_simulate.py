"""`kneewise simulate`: personas and clubs live through weeks in seconds, and nobody is written to at night."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.simulate.club import Fates, club_lines, live_together
from bot.simulate.knee import Knee
from bot.simulate.living import Life
from bot.simulate.page import Page
from bot.simulate.persona import Persona, Turn
from bot.simulate.reading import PERSONAS, find_persona, read_persona, shipped
from bot.simulate.summing import life_line
from bot.simulate.tally import Tally, is_night
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.errors import ContentError
from dialogs.events import Due
from dialogs.machine import Outcome
from dialogs.replies import Message

LINE = re.compile(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [ \d]\d \w{3} \d\d:\d\d  (runner|bot   |card  |notice|      )  ")


def persona(content: Content, name: str) -> Persona:
    return read_persona(content, find_persona(name))


def lived(content: Content, who: Persona, days: int, seed: int = 1) -> tuple[Life, list[str]]:
    """A life and its page."""
    lines: list[str] = []
    page = Page(content, lines.append)
    life = Life(content, who, Random(seed), page)
    life.live(days)
    page.end(life_line(life, days))
    return life, "\n".join(lines).split("\n")


@cache
def shipped_life(content: Content, name: str) -> tuple[Life, list[str]]:
    """The whole life of a persona that came along."""
    who = persona(content, name)
    return lived(content, who, who.days)


def simulate(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *arguments])


# the three personas


def test_who_starts_with_rest_runs_again_by_the_table_and_is_back_in_the_end(content: Content) -> None:
    life, _ = shipped_life(content, "rest_to_running")
    decisions = [life.tally.answers[day] for day in sorted(life.tally.answers)]
    rows = [decision["row"] for decision in decisions]
    start = rows.index("D6")

    assert life.tally.verdicts == ["rest"]
    assert set(rows[:start]) == {"D8"}
    assert (decisions[start]["decision"], decisions[start]["level"]) == ("start", 1)
    levels = [decision["level"] for decision in decisions if decision["level"] is not None]
    assert levels == sorted(levels)
    assert levels[-1] == 12
    assert decisions[-1]["km"] is not None
    assert "D16" in rows
    assert life.tally.is_kept


def test_a_week_of_silence_brings_the_plan_one_step_down_and_no_reminder_nags(content: Content) -> None:
    who = persona(content, "fewer_kilometres")
    life, page = shipped_life(content, "fewer_kilometres")
    first, last = who.habits.silent[0]
    silent = [(who.starts + timedelta(days=day - 1)).date() for day in range(first, last + 1)]
    written = [kind for (kind, on), _ in sorted(life.tally.written.items()) if date.fromisoformat(on) in silent]
    back = life.tally.answers[(silent[-1] + timedelta(days=1)).isoformat()]

    assert life.tally.plans[0]["running"]["mode"] == "km"
    assert (back["row"], back["decision"]) == ("M4", "resume")
    assert len(written) <= 5
    assert any("/checkin" in line for line in page)
    assert "D13" in life.tally.decided("row")
    assert life.tally.is_kept


def test_the_question_comes_at_the_hour_on_the_wall_before_and_after_the_clocks_change_and_on_a_trip(
    content: Content,
) -> None:
    _, page = shipped_life(content, "fewer_kilometres")
    asked = [line for line in page if "bot     How" in line and " 20:00 " in line]
    others = [line for line in page if "bot     How is the knee today?" in line and " 20:" not in line]

    assert any(line.startswith("Sat 24 Oct 20:00") for line in asked)
    assert any(line.startswith("Mon 26 Oct 20:00") for line in asked)
    assert any(line.startswith("Sat 14 Nov 20:00") for line in asked)  # in New York
    assert others == []


def test_a_swollen_knee_stops_the_plan_until_a_clinician_cleared_it_and_the_ladder_begins_at_its_foot(
    content: Content,
) -> None:
    who = persona(content, "seen_and_cleared")
    life, page = shipped_life(content, "seen_and_cleared")
    ninth = who.starts.date() + timedelta(days=8)
    later = [life.tally.answers[day] for day in sorted(life.tally.answers) if day > ninth.isoformat()]

    assert life.tally.verdicts == ["modify", "urgent"]
    assert life.tally.answers[ninth.isoformat()]["row"] == "D2"
    assert life.tally.sent("seen") == 1
    assert any("[Seen, and I may run]" in line for line in page)
    assert later[0]["level"] == 1
    assert later[-1]["level"] > 1
    assert life.tally.is_kept


@pytest.mark.parametrize("name", ["rest_to_running", "fewer_kilometres", "seen_and_cleared"])
@pytest.mark.parametrize("seed", [2, 3])
def test_no_seed_writes_at_night_or_twice_on_a_date(content: Content, name: str, seed: int) -> None:
    life = Life(content, persona(content, name), Random(seed))

    assert life.live(60).is_kept


def test_three_personas_are_shipped_and_each_runs_again() -> None:
    assert shipped() == ["fewer_kilometres", "rest_to_running", "seen_and_cleared"]


# the story


def test_every_line_says_when_and_who_or_belongs_to_the_one_before(content: Content) -> None:
    _, page = lived(content, persona(content, "rest_to_running"), 30)
    told = [line for line in page[:-1] if line and not line.startswith(" " * 24)]

    assert told != []
    assert [line for line in told if not LINE.match(line)] == []


def test_the_same_seed_tells_the_same_story_and_another_one_another(content: Content) -> None:
    who = persona(content, "seen_and_cleared")

    assert lived(content, who, 30, seed=5)[1] == lived(content, who, 30, seed=5)[1]
    assert lived(content, who, 30, seed=5)[1] != lived(content, who, 30, seed=6)[1]


def test_the_last_line_counts_what_the_page_shows(content: Content) -> None:
    life, page = lived(content, persona(content, "seen_and_cleared"), 40)
    asked = [line for line in page if re.search(r"bot     (How (is|bad)|If you like)", line) and " 18:30" in line]
    runs = [line for line in page if "(runs as planned" in line or "(runs far more" in line]

    assert f"prompts: {life.tally.sent('check_in')}," in page[-1]
    assert f"runs: {len(runs)};" in page[-1]
    assert life.tally.sent("check_in") == len(asked)
    assert "messages at night: 0; dates with two prompts: 0" in page[-1]


def test_what_falls_due_while_the_bot_is_down_for_long_is_not_sent_any_more(content: Content) -> None:
    who = persona(content, "rest_to_running")
    day = who.starts.date() + timedelta(days=4)
    down = replace(who, lives=(Turn(5, time(17, 50), down_hours=6),))
    short = replace(who, lives=(Turn(5, time(17, 50), down_hours=2),))

    assert Life(content, who, Random(1)).live(10).written["check_in", day.isoformat()] == 1
    assert Life(content, down, Random(1)).live(10).written["check_in", day.isoformat()] == 0
    assert Life(content, short, Random(1)).live(10).written["check_in", day.isoformat()] == 1


# the program's own eyes


def due_outcome() -> tuple[Due, Outcome]:
    return Due("check_in"), Outcome(Dialogue(), (Message("question"),), ())


@pytest.mark.parametrize(
    ("at", "night"), [("20:59", False), ("21:00", True), ("03:00", True), ("06:59", True), ("07:00", False)]
)
def test_a_message_at_night_is_seen_where_the_runner_is(at: str, night: bool) -> None:
    now = datetime.combine(date(2026, 12, 1), time.fromisoformat(at), ZoneInfo("Asia/Tokyo")).astimezone(UTC)
    tally = Tally()
    tally.note(*due_outcome(), now, "Asia/Tokyo")

    assert tally.at_night == night
    assert tally.is_kept is not night


def test_two_prompts_on_a_date_are_seen_and_one_on_each_of_two_dates_are_fine() -> None:
    tally = Tally()
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    for at in (noon, noon + timedelta(days=1)):
        tally.note(*due_outcome(), at, "UTC")
    assert tally.is_kept

    tally.note(*due_outcome(), noon + timedelta(hours=2), "UTC")
    assert tally.doubled == 1
    assert not tally.is_kept


def test_hours_the_runner_set_count_as_their_night() -> None:
    assert is_night(time(22), ["23:00", "05:00"]) is False
    assert is_night(time(23, 30), ["23:00", "05:00"]) is True
    assert is_night(time(13), ["12:00", "14:00"]) is True


# the knee


def a_knee(content: Content, **nature: float) -> Knee:
    return Knee(replace(persona(content, "rest_to_running").nature, flares=(), noise=0, **nature), Random(1))


def test_a_knee_settles_day_by_day_and_a_run_it_is_used_to_leaves_it_as_it_is(content: Content) -> None:
    knee = a_knee(content, sore=4, settles=0.1, takes_min=20)
    knee.wake(2)
    assert knee.sore == pytest.approx(3.6)
    assert knee.run(2, 20).pain == pytest.approx(3.6)
    assert knee.sore == pytest.approx(3.6)


def test_running_far_beyond_what_it_is_used_to_hurts_and_shows_next_morning(content: Content) -> None:
    knee = a_knee(content, sore=1, settles=0.1, takes_min=10, rises=0.1)
    run = knee.run(2, 50)
    knee.wake(3)

    assert run.pain == pytest.approx(5)
    assert (run.answer, run.slow, run.stopped) == ("pain_5", True, False)
    assert knee.worse


@pytest.mark.parametrize(
    ("pain", "answer"),
    [(0, "pain_0_2"), (2.4, "pain_0_2"), (3, "pain_3"), (4.2, "pain_4"), (5.4, "pain_5"), (5.5, "stopped")],
)
def test_a_run_is_told_by_the_button_of_its_pain(content: Content, pain: float, answer: str) -> None:
    assert a_knee(content, sore=pain, takes_min=60).run(2, 30).answer == answer


# a club


def test_a_club_is_the_same_for_the_same_seed_and_adds_up() -> None:
    fates = live_together(6, 20, seed=3)

    assert live_together(6, 20, seed=3) == fates
    assert live_together(6, 20, seed=4) != fates
    assert fates.runners == 6
    assert sum(fates.rows.values()) <= fates.answers
    assert fates.is_kept
    assert club_lines(fates, 20, 3)[0].startswith("6 runners, 20 days, seed 3: ")


def test_fates_add_up_number_by_number() -> None:
    one, other = Fates(runners=1, runs=4, silent=1), Fates(runners=1, runs=3, at_night=1)
    one.rows["D18"], other.rows["D18"] = 2, 1

    both = one + other
    assert (both.runners, both.runs, both.silent, both.rows["D18"]) == (2, 7, 1, 3)
    assert not both.is_kept


# the command


def test_a_shipped_persona_needs_no_path() -> None:
    result = simulate("seen_and_cleared", "--days", "3")

    assert result.exit_code == 0
    assert result.stdout.startswith("Sam. ")
    assert "3 days; prompts: " in result.stdout


def test_a_club_is_told_in_totals() -> None:
    result = simulate("--runners", "2", "--days", "5", "--seed", "9")

    assert result.exit_code == 0
    assert "2 runners, 5 days, seed 9: " in result.stdout
    assert "Messages at night: 0. Dates with two prompts: 0." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "give a persona"),
        (("rest_to_running", "--runners", "3"), "give a persona"),
        (("rest_to_running", "--days", "0"), "--days is 0. Give a whole number from 1 to 1000."),
        (("--runners", "-1"), "--runners is -1. Give a whole number from 1 to 100000."),
    ],
)
def test_wrong_use_is_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    result = simulate(*arguments)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


Change = Callable[[dict], object]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda data: data.pop("name"), "'name' is missing."),
        (lambda data: data.update(nmae="x"), "'nmae' is no key here. Did you mean 'name'?"),
        (lambda data: data.update(zone="Mars/Base"), "'Mars/Base' is no time zone."),
        (lambda data: data.update(starts="soon"), "'soon' is no local time."),
        (lambda data: data.update(days=0), "'days' is 0. Write a whole number from 1 to 1000."),
        (lambda data: data.update(days=1.5), "'days' is 1.5. Write a whole number from 1 to 1000."),
        (lambda data: data["facts"].update(pain_run=11), "fact 'pain_run': 11 is not allowed"),
        (lambda data: data["facts"].update(pian_run=1), "fact 'pian_run' is not known. Did you mean 'pain_run'?"),
        (lambda data: data.update(says={"moon": "full"}), "'says' has 'moon: full'."),
        (lambda data: data["habits"].update(answers=1.5), "'answers' is 1.5. Write a number from 0 to 1."),
        (lambda data: data["habits"].update(trains="noon"), "'trains' is 'noon'."),
        (lambda data: data["habits"].update(silent=[3]), "'3' is no entry."),
        (lambda data: data["knee"].update(sore="much"), "'sore' is the text 'much'."),
        (lambda data: data["knee"].update(signs=[{"day": 3, "ticks": ["itch"]}]), "'itch' is no sign."),
        (lambda data: data.update(care=[{"after_days": 2, "said": "maybe"}]), "'said' is 'maybe'."),
        (lambda data: data.update(lives=[{"day": 2, "at": "10:00"}]), "it is not clear what happens."),
        (lambda data: data.update(lives=[{"day": 2, "at": "10:00", "zone": "Asia/Tokyo"}]), "'says' is missing."),
    ],
)
def test_a_wrong_persona_is_one_finding_with_its_place(
    content: Content, tmp_path: Path, change: Change, finding: str
) -> None:
    data = yaml.safe_load((PERSONAS / "seen_and_cleared.yaml").read_text("utf-8"))
    change(data)
    path = tmp_path / "odd.yaml"
    path.write_text(yaml.safe_dump(data), "utf-8")

    with pytest.raises(ContentError) as caught:
        read_persona(content, path)
    assert finding in str(caught.value)
    assert str(caught.value).startswith("odd.yaml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "- 1", "name: [", "name: x\nname: y", "\x00"])
def test_a_file_that_is_no_persona_is_refused(content: Content, tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(ContentError, match=r"^odd\.yaml"):
        read_persona(content, path)


def test_a_persona_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(ContentError, match="one of fewer_kilometres, rest_to_running, seen_and_cleared"):
        find_persona("nobody")


def test_who_comes_back_to_a_card_of_days_ago_tells_how_the_knee_is_now(content: Content) -> None:
    who = persona(content, "fewer_kilometres")
    idle = replace(who.habits, answers=0, reminded=0, runs=0, exercises=0, silent=())
    life = Life(content, replace(who, habits=idle, lives=()), Random(1))
    life.live(9)
    assert life.phone.dialogue.flow == "check_in"

    life.phone.now += timedelta(days=2)
    life.go_on()
    today = life.phone.now.astimezone(ZoneInfo(who.zone)).date().isoformat()
    assert list(life.tally.answers) == [today]


def test_a_new_sign_after_some_days_of_silence_is_told_by_the_sign(content: Content) -> None:
    who = persona(content, "seen_and_cleared")
    quiet = replace(who.habits, silent=((5, 8),), answers=1, exercises=0)
    _, page = lived(content, replace(who, habits=quiet), 9)
    stop = next(place for place, line in enumerate(page) if "Stop running for now" in line)

    assert page[stop + 1].strip() == "Your knee shows a new sign today."
