"""What an author gets wrong, and the one line that says so."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dialogs.content import FOLDER, Content, read_content
from dialogs.dialogue import Dialogue
from dialogs.events import Answer, Go, tap_of
from dialogs.expressions import IsTrue
from dialogs.flows import home
from dialogs.machine import Outcome
from dialogs.proofs import World
from dialogs.questions import Questionnaire
from dialogs.reading import Problems
from dialogs.replies import Button, Message, Priority, Toast
from dialogs.verify import Finding, verify
from dialogs.verify.dialogue import check_dialogue, never_told, walk_through
from dialogs.verify.limits import MESSAGE, length, read_html, wrong_with_rows, wrong_with_text
from dialogs.verify.planning import walk_plans
from dialogs.verify.sources import check_sources
from dialogs.verify.structure import check_structure, conditions_lead_somewhere, ids_are_single
from dialogs.verify.style import check_style, read_style
from dialogs.verify.texts import missing_texts, unused_texts
from dialogs.verify.version import check_consent, check_version
from dialogs.verify.walking import Heard, Walk
from dialogs.version import fingerprint

TODAY = date(2026, 12, 1)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the content, to break."""
    return shutil.copytree(FOLDER, tmp_path / "content", ignore=shutil.ignore_patterns("*.png"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Put `new` where `old` stands, once."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} has changed: mend this test"
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder: Path, file: str, part: str) -> int:
    """The line on which `part` stands."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)


def said(findings: Iterable[Finding]) -> list[str]:
    return [str(finding) for finding in findings]


# as a whole


def test_the_shipped_content_has_nothing_to_find() -> None:
    assert said(verify(None, datetime.now(tz=UTC).date())) == []


def test_content_that_cannot_be_read_is_told_with_its_lines_and_nothing_else(copy: Path) -> None:
    change(copy, "rules/rest.yaml", "when: gait_altered", "when: gait_alterd")

    [finding] = verify(copy, TODAY)

    assert finding.file == "rules/rest.yaml"
    assert finding.line == line_of(copy, "rules/rest.yaml", "id: R58")
    assert "gait_alterd" in finding.problem
    assert "Did you mean 'gait_altered'?" in finding.remedy


def test_what_hangs_loose_is_mended_before_anything_is_proved(copy: Path) -> None:
    change(copy, "rules/rest.yaml", "when: gait_altered", "when: gait_altered or stress_high")

    assert [finding.check for finding in verify(copy, TODAY)] == ["structure"]


def test_a_broken_rule_is_told_with_the_runner_who_shows_it(copy: Path) -> None:
    change(copy, "rules/rest.yaml", "when: pain_run >= 4", "when: pain_run == 4")

    findings = [finding for finding in verify(copy, TODAY) if finding.check == "proof"]

    assert [(finding.file, finding.line) for finding in findings] == [
        ("rules/rest.yaml", line_of(copy, "rules/rest.yaml", "id: R56"))
    ]
    assert findings[0].runner == {"pain_run": 5}
    assert json.loads(json.dumps(findings[0].to_dict()))["runner"] == {"pain_run": 5}


def test_a_finding_is_one_line_with_place_problem_and_remedy() -> None:
    finding = Finding.at("structure", "rules/rest.yaml, line 12, R58", "it is odd.", "Mend it.")

    assert str(finding) == "rules/rest.yaml, line 12: R58: it is odd. Mend it."
    assert finding.to_dict() == {
        "check": "structure", "file": "rules/rest.yaml", "line": 12, "problem": "R58: it is odd.",
        "remedy": "Mend it.", "runner": {},
    }  # fmt: skip


def test_the_bot_starts_without_the_solver() -> None:
    code = "import bot.cli, bot.app, sys; print({'z3', 'textstat'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


# structure


def test_a_fact_that_is_never_asked_is_found(copy: Path) -> None:
    change(copy, "en/report.yaml", "\nfacts:\n", "\nfacts:\n  left_handed: left-handed\n")
    change(copy, "facts.yaml", "  # Who, and what happened\n", "  - {id: left_handed, type: bool}\n")

    line = line_of(copy, "facts.yaml", "left_handed")
    assert said(check_structure(read_content(copy), copy)) == [
        f"facts.yaml, line {line}: no question asks for 'left_handed'. "
        "Ask for it in questions/triage.yaml, mark it 'part: plan', or take it away."
    ]


def test_a_fact_that_is_asked_and_never_read_is_found(copy: Path) -> None:
    change(copy, "en/report.yaml", "\nfacts:\n", "\nfacts:\n  left_handed: left-handed\n")
    change(copy, "facts.yaml", "  # Who, and what happened\n", "  - {id: left_handed, type: bool}\n")
    change(copy, "questions/triage.yaml", "[gait_altered, pain_sharp", "[left_handed, gait_altered, pain_sharp")

    [finding] = check_structure(read_content(copy), copy)

    assert finding.problem == "'left_handed' is asked for, but nothing reads it."


def test_a_rule_that_reads_what_nobody_is_asked_is_found(copy: Path) -> None:
    change(copy, "rules/rest.yaml", "when: gait_altered", "when: gait_altered or stress_high")

    line = line_of(copy, "rules/rest.yaml", "id: R58")
    assert said(check_structure(read_content(copy), copy)) == [
        f"rules/rest.yaml, line {line}: 'R58' reads 'stress_high', which no question asks for. "
        "Ask for it in questions/triage.yaml, or take it from the condition."
    ]


def test_a_derived_fact_that_no_condition_reads_is_found(copy: Path) -> None:
    change(copy, "facts.yaml", "derived:\n", "derived:\n  sad: stress_high and fear_of_harm\n")

    [finding] = check_structure(read_content(copy), copy)

    assert finding.line == line_of(copy, "facts.yaml", "sad:")
    assert finding.problem == "no condition reads the derived fact 'sad'."


def test_an_id_that_stands_twice_is_found(content: Content) -> None:
    [finding] = ids_are_single(replace(content, rules=(*content.rules, content.rules[0])))

    assert finding.problem == "the id 'R01' stands twice."


def test_conditions_that_wait_for_one_another_are_found(content: Content) -> None:
    waits = {"walk_pain": "hop_pain", "hop_pain": "walk_pain"}
    screens = tuple(
        replace(
            screen,
            items=tuple(
                replace(item, ask_when=IsTrue(waits[item.fact.id])) if item.fact.id in waits else item
                for item in screen.items
            ),
        )
        for screen in content.triage.screens
    )

    findings = list(
        conditions_lead_somewhere(
            replace(content, questionnaires={**content.questionnaires, "triage": Questionnaire(screens, content.facts)})
        )
    )

    assert "'ask_when' goes in a circle: hop_pain, walk_pain wait for one another." in findings[0].problem


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("rules/urgnt.yaml", "Did you mean 'rules/urgent.yaml'?"),
        ("en/reason.yaml", "Did you mean 'en/reasons.yaml'?"),
        ("fact.yml", "Mend its name, or take it away."),
        ("plan/extra.yaml", "Mend its name, or take it away."),
    ],
)
def test_a_file_that_nobody_reads_is_found(copy: Path, name: str, remedy: str) -> None:
    (copy / name).write_text("- {id: R71}\n", encoding="utf-8")

    [finding] = check_structure(read_content(copy), copy)

    assert str(finding) == f"{name}: nothing reads this file. {remedy}"


@pytest.mark.parametrize("name", ["rules/modify.yaml", "en/messages/learn.j2"])
def test_a_file_in_another_encoding_is_found(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"caf\xe9")

    assert f"{name}: it is not UTF-8 text. Save it as UTF-8." in said(verify(copy, TODAY))


def test_content_without_its_english_words_is_found(copy: Path) -> None:
    shutil.rmtree(copy / "en")

    assert "en/messages: the folder can't be read. Put it back: others lean on English." in said(verify(copy, TODAY))


# texts


def test_a_text_that_is_missing_is_found(copy: Path) -> None:
    change(copy, "en/questions.yaml", "  short: Hurts to hop or land\n", "")

    [finding] = missing_texts(read_content(copy))

    assert finding.file == "en/questions.yaml"
    assert finding.problem == "the text 'hop_pain.short' is missing."


def test_a_text_for_no_question_is_found(copy: Path) -> None:
    change(copy, "en/questions.yaml", "\nright_now:\n", "\nknee_colour:\n  ask: Is it blue?\n\nright_now:\n")

    [finding] = unused_texts(read_content(copy))

    assert finding.line == line_of(copy, "en/questions.yaml", "ask: Is it blue?")
    assert finding.problem == "'knee_colour' is no fact and no screen."


def test_a_part_of_a_question_that_nothing_shows_is_found(copy: Path) -> None:
    change(copy, "en/questions.yaml", "  short: Hurts to hop or land\n", "  short: Hops\n  shortest: Hop\n")

    [finding] = unused_texts(read_content(copy))

    assert finding.problem == "nothing shows 'shortest' of 'hop_pain'."


@pytest.mark.parametrize(
    ("file", "old", "key"),
    [
        ("en/reasons.yaml", "# Urgent\n", "old_reason"),
        ("en/buttons.yaml", "agree: I agree\n", "old_button"),
    ],
)
def test_a_text_nobody_says_is_found(copy: Path, file: str, old: str, key: str) -> None:
    change(copy, file, old, f'{key}: "Old words"\n{old}')

    [finding] = unused_texts(read_content(copy))

    assert str(finding) == (
        f"{file}, line {line_of(copy, file, key)}: nothing says the text '{key}'. Use it, or take it away."
    )


def test_a_message_nobody_says_is_found(copy: Path) -> None:
    (copy / "en/messages/old_news.j2").write_text("Old news.")

    assert said(unused_texts(read_content(copy))) == [
        "en/messages/old_news.j2: nothing says this message. Use it, or take the file away."
    ]


def test_a_blank_text_is_found(copy: Path) -> None:
    change(copy, "en/buttons.yaml", "agree: I agree\n", 'agree: " "\n')

    [finding] = missing_texts(read_content(copy))

    assert finding.problem == "the text 'agree' is blank."


def test_a_language_says_what_english_says(copy: Path) -> None:
    shutil.copytree(copy / "en", copy / "de")
    change(copy, "de/buttons.yaml", "agree: I agree\n", "")
    (copy / "de/messages/menu.j2").unlink()

    assert said(missing_texts(read_content(copy))) == [
        "de/buttons.yaml: the text 'agree' is missing. Translate it.",
        "de/messages/menu.j2: the message is missing. Translate it.",
    ]


def test_a_word_that_nobody_fills_in_what_a_day_says_is_found(copy: Path) -> None:
    line = line_of(copy, "en/decisions.yaml", "seen: ")
    path = copy / "en/decisions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('seen: "', 'seen: "{{ nope }} ', 1), encoding="utf-8")

    assert f"en/decisions.yaml, line {line}: nobody fills '{{{{ nope }}}}'. Take it away, or mend its name." in said(
        verify(copy, TODAY)
    )


def test_what_could_not_be_heard_for_another_mistake_is_not_found_wanting(copy: Path) -> None:
    change(copy, "en/buttons.yaml", "agree: I agree\n", "")

    assert said(verify(copy, TODAY)) == ["en/buttons.yaml: the text 'agree' is missing. Write it."]


# sources


def test_a_rule_without_a_source_is_found(content: Content) -> None:
    rules = (replace(content.rules[0], source=()), *content.rules[1:])

    [finding] = check_sources(replace(content, rules=rules), FOLDER, TODAY)

    assert finding.problem == "'R01' has no source."


def test_a_source_is_found_on_the_day_after_its_review_date(content: Content) -> None:
    first = min(date.fromisoformat(source.review_by) for source in content.sources.values())
    late = {source.where for source in content.sources.values() if source.review_by == str(first)}

    assert not list(check_sources(content, FOLDER, first))
    findings = list(check_sources(content, FOLDER, date.fromordinal(first.toordinal() + 1)))
    assert {f"{finding.file}, line {finding.line}" for finding in findings} == late
    assert findings[0].remedy == "Read the newest version, mend what it changes, and set the next review_by."


def test_numbers_to_call_are_found_on_the_day_after_their_review_date(content: Content) -> None:
    due = date.fromisoformat(content.regions.review_by)
    kept = replace(content, sources={})

    assert not list(check_sources(kept, FOLDER, due))
    [finding] = check_sources(kept, FOLDER, date.fromordinal(due.toordinal() + 1))

    assert finding.file == "regions.yaml"
    assert finding.remedy.startswith("Check every number")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/rest.yaml", "when: pain_run >= 4", "when: pain_run >= 3"),
        ("facts.yaml", "\nderived:", "\n# more\nderived:"),
        ("plan/course.yaml", "id: low_pain, value: 2", "id: low_pain, value: 3"),
        ("plan/decisions.yaml", "when: pain >= 7", "when: pain >= 8"),
        ("content.yaml", "\nrules: ", "\n# rules: "),
    ],
)
def test_rules_that_are_not_those_of_the_version_are_found(copy: Path, file: str, old: str, new: str) -> None:
    change(copy, file, old, new)

    [finding] = check_version(copy)

    assert finding.problem == "the rules are not those of this version."
    assert fingerprint(copy) in finding.remedy


@pytest.mark.parametrize(
    ("version", "problem"),
    [
        ("2", "what is new in consent_version 2 is not said."),
        ("two", "consent_version is 'two'."),
        ("0", "consent_version is '0'."),
    ],
)
def test_a_new_text_to_agree_to_must_say_what_is_new_in_it(content: Content, version: str, problem: str) -> None:
    [finding] = check_consent(replace(content, consent_version=version))

    assert finding.problem == problem


def test_words_may_change_within_a_version(copy: Path) -> None:
    change(copy, "en/messages/learn.j2", "What would you", "And what would you")

    assert list(check_version(copy)) == []


def test_a_source_without_a_date_or_a_use_is_found(content: Content) -> None:
    old = replace(content.sources["CPG19"], id="OLD01", review_by="soon", where="sources.yaml, line 31")

    findings = check_sources(replace(content, sources={**content.sources, "OLD01": old}), FOLDER, TODAY)

    assert said(findings) == [
        "sources.yaml, line 31: nothing names the source 'OLD01'. Name it where it belongs, or take it away.",
        "sources.yaml, line 31: 'OLD01' has no date to look at it again. Give it a review_by such as \"2028-06-30\".",
    ]


# what Telegram takes


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<h1>Hi</h1>", "Telegram knows no <h1>."),
        ("<b>Hi", "<b> is not closed."),
        ("<b><i>Hi</b></i>", "</b> closes what is not open."),
        ("1 < 2", "a '<' or '&' is not escaped."),
        ("you & me", "a '<' or '&' is not escaped."),
        ("&nbsp;", "Telegram knows no &nbsp;."),
        ('<b class="x">Hi</b>', "<b> takes no 'class'."),
        ("<!-- no -->Hi", "Telegram knows no comments."),
        ("<b> </b>", "there is nothing in it."),
        ("x" * 4097, "it can be 4097 characters long; Telegram takes 4096."),
    ],
)
def test_what_telegram_would_refuse_is_found(text: str, problem: str) -> None:
    assert problem in [found for found, _ in wrong_with_text(text, MESSAGE)]


def test_a_message_is_measured_as_telegram_measures_it() -> None:
    assert not list(wrong_with_text(f"<b>{'&amp;' * 4096}</b>", MESSAGE))
    assert length(read_html("<i>🦵 &lt;3</i>")[0]) == 5


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (((Button("", "g:1:x"),),), "a button has a blank label."),
        (((Button("Yes", "g:1:x"),), (Button("Yes", "g:1:y"),)), "two buttons of one card are called 'Yes'."),
        (((Button("x" * 31, "g:1:x"),),), "has 31 characters; the full width of a phone shows 30."),
        (
            ((Button("x" * 17, "g:1:x"), Button("y", "g:1:y")),),
            "has 17 characters; half the width of a phone shows 16.",
        ),
        (((Button("x", tap_of(Answer(1, "q" * 30, "v" * 23))),),), "can be 66 bytes; Telegram takes 64."),
    ],
)
def test_buttons_that_do_not_fit_are_found(rows: tuple[tuple[Button, ...], ...], problem: str) -> None:
    assert any(problem in found for _, found, _ in wrong_with_rows(rows))


def test_a_mark_before_a_tick_is_no_part_of_its_label() -> None:
    assert not list(wrong_with_rows(((Button("☑ " + "x" * 30, "g:1:x"),),)))


# the walk


def walked(folder: Path) -> list[str]:
    """What a walk with the runner without complaints finds."""
    content = read_content(folder)
    walk = Walk(content, "en")
    walk.through({}, "en-GB")
    return said(finding for finding in check_dialogue(content, walk) if "nobody fills" not in finding.problem)


def test_a_walk_hears_every_message_of_the_dialogue(content: Content) -> None:
    walk = walk_through(World(content), "en")

    assert not walk.troubles
    told = {one.key for one in walk.heard}
    endings = {name.removesuffix(".j2") for name in content.texts("en").messages.list_templates() if "verdict" in name}
    assert endings <= told
    questions = {one.values["ask"] for one in walk.heard if one.key == "question"}
    assert {content.texts("en").text(f"questions.{screen.id}.ask") for screen in content.triage.screens} <= questions


def test_an_ending_without_a_text_is_found(copy: Path) -> None:
    (copy / "en/messages/verdict_run.j2").unlink()

    assert walked(copy) == ["en/messages/verdict_run.j2: the message is missing. Write it."]


def test_a_value_nobody_fills_is_found(copy: Path) -> None:
    change(copy, "en/messages/why_asked.j2", "{{ why }}", "{{ whi }}")
    content = read_content(copy)
    walk = Walk(content, "en")
    walk.through({}, "en-GB")

    found = said(finding for finding in check_dialogue(content, walk) if "why_asked" in finding.file)

    assert found == ["en/messages/why_asked.j2: nobody fills '{{ whi }}'. Take it away, or mend its name."]


def test_a_value_nobody_fills_is_found_in_a_short_text_too(copy: Path) -> None:
    change(copy, "en/buttons.yaml", "At most {{ left }} more", "At most {{ lft }} more")
    content = read_content(copy)
    walk = Walk(content, "en")
    walk.through({}, "en-GB")

    [finding] = [str(finding) for finding in check_dialogue(content, walk) if "lft" in finding.problem]

    line = line_of(copy, "en/buttons.yaml", "lft")
    assert finding == (f"en/buttons.yaml, line {line}: nobody fills '{{{{ lft }}}}'. Take it away, or mend its name.")


def test_a_message_too_long_for_telegram_is_found(copy: Path) -> None:
    (copy / "en/messages/help.j2").write_text("Help. " * 700)

    assert walked(copy) == [
        "en/messages/help.j2: it can be 4199 characters long; Telegram takes 4096. Make it shorter."
    ]


def test_an_id_that_a_runner_would_read_is_found(copy: Path) -> None:
    (copy / "en/messages/help.j2").write_text("See pain_run, says R56.")

    assert walked(copy) == ["en/messages/help.j2: a runner reads the id 'pain_run'. Say it in words."]


def test_a_label_too_wide_for_its_button_is_found_where_it_stands(copy: Path) -> None:
    change(copy, "en/buttons.yaml", "\nback: Back\n", "\nback: Back to the question before\n")

    line = line_of(copy, "en/buttons.yaml", "back: Back")
    assert walked(copy) == [
        f"en/buttons.yaml, line {line}: the label 'Back to the question before' has 27 characters; half the width of a "
        "phone shows 16. Make it shorter."
    ]


def planned(folder: Path) -> list[str]:
    """What the walk through the plan finds."""
    content = read_content(folder)
    walk = Walk(content, "en")
    walk_plans(walk)
    heard = {f"{one.key}.j2" for one in walk.heard}
    return said(finding for finding in check_dialogue(content, walk) if finding.file.rpartition("/")[2] in heard)


def test_what_is_wrong_with_a_plan_is_found_in_every_flow_of_it(copy: Path) -> None:
    change(copy, "en/messages/plan_week.j2", "{{ next }}", "{{ nxt }}")
    change(copy, "en/messages/knee_week_done.j2", "{{ band }}", "{{ brand }}")
    change(copy, "en/messages/seen_raised.j2", "{{ by }}", "{{ bye }}")
    change(copy, "en/messages/exercise.j2", "<b>{{ name }}</b>", "<b>{{ name }}</b> " + "Gently. " * 120)
    chart = copy / "en/messages/pain_chart.j2"
    chart.write_text(f"<h1>Pain</h1>\n{chart.read_text(encoding='utf-8')}", encoding="utf-8")

    found = [re.sub(r"\d{4} char", "N char", one) for one in planned(copy)]

    assert sorted(one.partition(" Make it")[0].partition(" Take it")[0] for one in found) == [
        "en/messages/exercise.j2: it can be N characters long; Telegram takes 1024.",
        "en/messages/knee_week_done.j2: nobody fills '{{ brand }}'.",
        "en/messages/pain_chart.j2: Telegram knows no <h1>. Use only the tags of Telegram's HTML, closed in order.",
        "en/messages/plan_week.j2: nobody fills '{{ nxt }}'.",
        "en/messages/seen_raised.j2: nobody fills '{{ bye }}'.",
    ]


def test_a_reason_that_only_one_life_comes_to_is_found_without_its_words(copy: Path) -> None:
    change(copy, "en/decisions.yaml", "\n  ladder_done:\n", "\n  ladder_over:\n")
    walk = Walk(read_content(copy), "en")

    walk_plans(walk)

    assert {trouble.problem for trouble in walk.troubles} == {"the text 'reasons.ladder_done.seen' is missing."}


def test_a_question_of_red_flags_that_keeps_its_answer_is_found(copy: Path) -> None:
    change(copy, "questions/triage.yaml", "  - id: right_now ", "  - keep_days: 7\n    id: right_now ")

    (found,) = said(check_structure(read_content(copy), copy))
    assert "'right_now' keeps its answer, but it asks for red flags or for several things." in found


def test_a_reason_that_no_day_is_decided_with_is_found(copy: Path) -> None:
    change(copy, "plan/decisions.yaml", "{id: D19, when: rise >= 2,", "{id: D19, when: rise >= 20,")
    content = read_content(copy)
    walk = Walk(content, "en")
    walk_plans(walk)

    line = line_of(copy, "en/decisions.yaml", "  watch:") + 1
    assert f"en/decisions.yaml, line {line}: no day is decided with the reason 'watch'." in str(
        said(never_told(content.texts("en"), walk))
    )


def test_a_button_between_questions_that_only_brings_todays_card_is_found(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(home.CARDS, "level_up_sure")
    walk = Walk(content, "en")

    walk_plans(walk)

    assert {(trouble.event, trouble.problem) for trouble in walk.troubles} == {
        ("go level_up_sure", "the button does nothing here.")
    }


@pytest.mark.parametrize(
    ("outcome", "problem"),
    [
        (Outcome(Dialogue(), (Message("menu"),), ()), ["nothing is left to tap."]),
        (Outcome(Dialogue(), (Toast("stale"),), ()), ["the button does nothing here."]),
        (Outcome(Dialogue(), (Message("emergency_yes", priority=Priority.SAFETY),), ()), []),
        (Outcome(Dialogue(card_open=True), (Message("menu"),), ()), []),
    ],
)
def test_a_button_that_leads_nowhere_is_found(content: Content, outcome: Outcome, problem: list[str]) -> None:
    walk = Walk(content, "en")

    walk._check_it_leads_on(Dialogue(), Go(1, "somewhere"), outcome)

    assert [trouble.problem for trouble in walk.troubles] == problem


# style


def styled(folder: Path, *heard: str) -> list[str]:
    """What the style check says of a folder, and of messages heard."""
    texts = read_content(folder).texts("en")
    return said(check_style(folder, "en", texts, [Heard("menu", {}, text, (), False) for text in heard]))


def test_a_diagnosis_is_found_on_its_line(copy: Path) -> None:
    change(copy, "en/messages/menu.j2", "If something", "I think you have runner's knee. If something")

    assert styled(copy) == [
        "en/messages/menu.j2, line 2: 'you have' must not appear. It sounds like a diagnosis. "
        "Say 'your answers can fit ...'."
    ]


@pytest.mark.parametrize(
    "words",
    [
        "You've got runner's knee",
        "You suffer from it",
        "This is runner's knee",
        "It must be torn",
        "Your kneecap is out of place",
        "Your knee joint is inflamed",
    ],
)
def test_a_diagnosis_is_found_however_it_is_put(copy: Path, words: str) -> None:
    change(copy, "en/messages/menu.j2", "If something", f"{words}. If something")

    [finding] = styled(copy)

    assert "It sounds like a diagnosis." in finding


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "grade: {message: 6, part: 8}",
            "grade: {message: six, part: 8}",
            "'message' is the text 'six'. Write",
        ),
        ("  sentence: 20\n", "", "'sentence' is missing. Write it."),
        (
            "\\b(no pain,? no gain",
            "\\b((no pain,? no gain",
            "'pattern' can't be used: missing ), unterminated subpattern",
        ),
        ("\nen:\n", "\nde:\n", "style.yaml: it says nothing of 'en'. Put back what was there."),
    ],
)
def test_limits_that_cannot_be_used_are_found(copy: Path, old: str, new: str, problem: str) -> None:
    change(copy, "style.yaml", old, new)

    [finding] = styled(copy)

    assert problem in finding


def test_texts_are_not_left_unchecked_because_the_limits_are_gone(copy: Path) -> None:
    (copy / "style.yaml").unlink()

    assert styled(copy) == ["style.yaml: the file can't be read. Put it back, or check its permissions."]


def test_the_limits_are_those_that_were_agreed() -> None:
    style = read_style(FOLDER, "en", Problems())

    assert style is not None
    assert (style.message_grade, style.part_grade, style.sentence) == (6, 8, 20)


@pytest.mark.parametrize("words", ["wear and tear", "Your patella", "take 400 mg", "See a doctor if necessary", "🚨"])
def test_words_that_must_not_appear_are_found(copy: Path, words: str) -> None:
    change(copy, "en/reasons.yaml", 'puffy: "A puffy knee', f'puffy: "{words}. A puffy knee')

    [finding] = styled(copy)

    assert "must not appear" in finding
    assert finding.startswith(f"en/reasons.yaml, line {line_of(copy, 'en/reasons.yaml', words)}: ")


@pytest.mark.parametrize(
    "words", ["Do you have a fever?", "When you have been seen, follow them.", "I give no diagnosis."]
)
def test_words_that_only_look_alike_may_appear(copy: Path, words: str) -> None:
    change(copy, "en/messages/menu.j2", "If something", f"{words} If something")

    assert styled(copy) == []


def test_two_questions_in_one_are_found(copy: Path) -> None:
    change(copy, "en/questions.yaml", "ask: Are you pregnant?", "ask: Are you pregnant, and do you run?")

    [finding] = styled(copy)

    assert "two questions stand in one: 'Are you pregnant, and do you run?'. Ask one thing" in finding


def test_a_sentence_too_long_for_one_breath_is_found(copy: Path) -> None:
    sentence = "I go and you go " * 4 + "and we go."

    assert styled(copy, f"<b>{sentence}</b>\nShort it is and short it stays.") == [
        f"en/messages/menu.j2: a sentence has 23 words: '{sentence[:57]}...'. Make two of it: at most 20 words."
    ]


def test_a_message_that_is_hard_to_read_is_found(copy: Path) -> None:
    [finding] = styled(copy, "Unfortunately, additional medical examinations are absolutely necessary.")

    assert finding.startswith("en/messages/menu.j2: it reads at grade ")
    assert finding.endswith("Use shorter words and sentences: 6 at most.")


def test_a_part_of_a_message_may_be_a_little_harder_but_not_much(copy: Path) -> None:
    change(
        copy,
        "en/reasons.yaml",
        'puffy: "A puffy knee',
        'puffy: "Additional medical examinations necessitate it. A puffy knee',
    )

    [finding] = styled(copy)

    assert "it reads at grade" in finding
    assert finding.endswith("8 at most.")


def test_a_list_is_no_long_sentence(copy: Path) -> None:
    assert styled(copy, "\n".join(f"• a sore spot on the {part}" for part in "abcdefghij")) == []
