"""The content that is shipped: nothing the program says is missing in any language, and all of it fits its place."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import meta, nodes

import dialogs
from dialogs.asking import answer_in_words, hint, question_values, rows, why
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Unreadable, read_tap, tap_of
from dialogs.facts import UNKNOWN
from dialogs.flows import answers, country
from dialogs.questions import Screen
from dialogs.replies import Message
from dialogs.rules import DISPOSITIONS
from dialogs.scene import Scene
from dialogs.wording import LANGUAGE, Texts

LONGEST_TURN = 999_999_990
ALLOWED_TAGS = {"b", "i", "u", "a", "code", "blockquote", "blockquote expandable"}


def languages(content: Content) -> list[tuple[str, Texts]]:
    assert LANGUAGE in content.languages
    return list(content.languages.items())


def scene(content: Content, language: str, state: str, **dialogue: Any) -> Scene:
    """A scene at a screen, with a turn as long as button data can carry."""
    begun = Dialogue(flow="triage", state=state, consent="1", content=content.version, card_open=True)
    begun.turn, begun.language = LONGEST_TURN, language
    for name, value in dialogue.items():
        setattr(begun, name, value)
    return Scene(content, begun, Unreadable(), datetime(2026, 12, 1, tzinfo=UTC))


def all_asked(screen: Screen) -> dict[str, Any]:
    """Answers with which every item of the screen is asked."""
    opens = {
        "injury_detail": {"injury_recent": True},
        "clot_risk": {"calf_swelling": True},
        "fever_or_unwell": {"knee_hot_red_swollen": True},
        "bsi_risk": {"hop_pain": True},
        "pain_rest": {"night_rest_pain": True},
        "morning_stiffness": {"age_band": "55_plus"},
    }
    return {**opens.get(screen.id, {}), "ran_last_14_days": True} if screen.id != "pain_run" else {}


def each_way_to_ask(content: Content, language: str) -> Iterator[tuple[Scene, Screen]]:
    """Every screen as it is first shown, with all ticks set, and one by one at each of its items."""
    for screen in content.triage.screens:
        facts = all_asked(screen)
        yield scene(content, language, screen.id, facts=facts, trail=[["age_band"]]), screen
        if screen.kind != "ticks":
            continue
        worst = {item.fact.id: item.fact.values[-1] if item.fact.values else True for item in screen.items}
        yield scene(content, language, screen.id, facts=facts, draft=worst), screen
        for place in range(len(screen.items)):
            before = {item.fact.id: item.fact.best for item in screen.items[:place]}
            yield scene(content, language, screen.id, facts={**facts, **before}, one_by_one=[screen.id]), screen


def test_every_question_has_its_words_in_every_language(content: Content) -> None:
    for language, _ in languages(content):
        for told, screen in each_way_to_ask(content, language):
            assert question_values(told, screen)["ask"], screen.id
            assert why(told, screen), screen.id
            assert hint(told, screen), screen.id
            assert rows(told, screen), screen.id


def test_every_answer_has_its_words_in_every_language(content: Content) -> None:
    for language, texts in languages(content):
        for screen in content.triage.screens:
            assert texts.text(f"questions.{screen.id}.short"), screen.id
            for item in screen.items:
                fact = item.fact
                values = {"bool": [True, False], "score": [0, 10]}.get(fact.type, list(fact.values))
                for value in [*values, *([UNKNOWN] if fact.unsure is not None else [])]:
                    told = scene(content, language, screen.id, facts={**all_asked(screen), fact.id: value})
                    assert answer_in_words(told, screen), (screen.id, fact.id, value)


def test_a_first_not_sure_is_met_with_plainer_words_in_every_language(content: Content) -> None:
    for _, texts in languages(content):
        for fact in content.facts.values():
            if fact.ask_again:
                assert texts.text(f"questions.{fact.id}.plainer") != texts.text(f"questions.{fact.id}.ask")


def test_every_rule_says_why_in_every_language(content: Content) -> None:
    for _, texts in languages(content):
        for rule in content.rules:
            assert texts.text(f"reasons.{rule.because}"), rule.id


def test_every_time_frame_is_said_in_every_language(content: Content) -> None:
    for _, texts in languages(content):
        for rule in content.rules:
            if rule.by:
                assert texts.text(f"buttons.by_{rule.by.replace(' ', '_')}"), rule.id


def test_every_verdict_has_its_message_in_every_language(content: Content) -> None:
    names = {f"verdict_{rule.disposition}" for rule in content.rules}
    names |= {f"verdict_{rule.disposition}_no_weight" for rule in content.rules if rule.keep_weight_off}
    names |= {f"verdict_{rule.disposition}_{rule.meanwhile}" for rule in content.rules if rule.meanwhile}
    names |= {f"verdict_{rule.disposition}_{rule.advice}" for rule in content.rules if rule.advice}
    for _, texts in languages(content):
        assert {f"{name}.j2" for name in names} <= set(texts.messages.list_templates())


# What the program itself names

SAYS = {"say", "card", "close", "change", "toast", "Message", "Toast"}
LABELS = {"label", "go"}


def named_in_code() -> Iterator[tuple[str, str]]:
    """(kind, key) of every text the source names outright: messages, buttons, strings."""
    for path in sorted(Path(dialogs.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            on_scene = isinstance(node.func, ast.Attribute)
            if name in SAYS and words and (on_scene or name in ("Message", "Toast")):
                yield "toast" if name.lower() == "toast" else "message", words[0]
            elif name in LABELS and words and path.parent.name in ("dialogs", "flows"):
                yield "string", f"buttons.{words[-1]}"
            elif name == "text" and words and on_scene:
                yield "string", words[0]
            elif name == "word_option" and words:
                yield "string", f"words.{words[0]}"


def test_every_text_the_program_names_is_there_in_every_language(content: Content) -> None:
    named = set(named_in_code())
    assert {("message", "welcome"), ("string", "buttons.slip"), ("string", "words.yes")} <= named

    for language, texts in languages(content):
        templates = texts.messages.list_templates()
        for kind, key in named:
            there = texts.has(key) if kind == "string" else f"{key}.j2" in templates
            assert there, (language, kind, key)


def test_every_region_can_be_named_and_chosen_in_every_language(content: Content) -> None:
    for language, _ in languages(content):
        told = scene(content, language, "country")

        country.show(told)

        card = next(reply for reply in told.replies if isinstance(reply, Message))
        assert sum(len(row) for row in card.rows) == len(content.regions.by_id) + 1


# Messages


class Sample(str):
    """A value for any place in a message: text that needs escaping, with parts and attributes of the same kind."""

    def __getattr__(self, name: str) -> "Sample":
        if name.startswith("_"):
            raise AttributeError(name)
        return Sample(f"<{name} & co>")

    def __iter__(self) -> "Iterator[Sample]":  # type: ignore[override]
        return iter([Sample("<one>"), Sample("<other>")])

    def __gt__(self, other: object) -> bool:
        return True


def variables(texts: Texts, template: str) -> set[str]:
    """What a message takes, with the parts it includes."""
    source = (Path(texts.messages.loader.searchpath[0]) / template).read_text(encoding="utf-8")  # type: ignore[union-attr]
    tree = texts.messages.parse(source)
    found = set(meta.find_undeclared_variables(tree))
    for part in meta.find_referenced_templates(tree):
        assert part is not None
        found |= variables(texts, part)
    return found - set(texts.messages.globals)


def looked_up(texts: Texts, template: str) -> dict[str, str]:
    """For each value that a message only looks up among some, such as a trend, one of them."""
    source = (Path(texts.messages.loader.searchpath[0]) / template).read_text(encoding="utf-8")  # type: ignore[union-attr]
    found = {}
    for node in texts.messages.parse(source).find_all(nodes.Getitem):
        match node:
            case nodes.Getitem(node=nodes.Dict(items=[first, *_]), arg=nodes.Name(name=name)):
                found[name] = first.key.as_const()
    return found


def rendered(content: Content) -> Iterator[tuple[str, str]]:
    for language, texts in languages(content):
        for template in texts.messages.list_templates():
            values = {name: Sample(f"<{name} & co>") for name in variables(texts, template)}
            values |= looked_up(texts, template)
            yield f"{language}/{template}", texts.message(template.removesuffix(".j2"), values)


def test_every_message_is_html_that_telegram_takes(content: Content) -> None:
    for name, html in rendered(content):
        open_tags: list[str] = []
        for closing, tag in re.findall(r"<(/?)([^>]*)>", html):
            if closing:
                assert open_tags.pop().split()[0] == tag, name
            else:
                assert tag in ALLOWED_TAGS or tag.startswith("a href="), (name, tag)
                open_tags.append(tag)
        assert not open_tags, name
        assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#\d+;)", html), name
        assert 0 < len(html) <= 4096, name
        assert "{{" not in html, name


def test_what_enters_a_message_is_escaped(content: Content) -> None:
    texts = content.texts(LANGUAGE)

    html = texts.message("answered", {"ask": "<b>&", "answer": '"<i>"'})

    assert "&lt;b&gt;&amp;" in html
    assert "<i>" not in html


def test_a_value_a_message_lacks_is_an_error_and_not_a_blank(content: Content) -> None:
    with pytest.raises(Exception, match="'answer' is undefined"):
        content.texts(LANGUAGE).message("answered", {"ask": "x"})


def test_a_toast_fits_its_200_characters(content: Content) -> None:
    toasts = {key for kind, key in named_in_code() if kind == "toast"}
    assert "stale" in toasts
    for _, texts in languages(content):
        for name in toasts:
            assert len(texts.message(name, {})) <= 200, name


# Labels and button data


def test_labels_fit_their_buttons(content: Content) -> None:
    """Telegram cuts a label where the screen ends: 30 characters in a row of its own, 16 beside another."""
    for language, _ in languages(content):
        for told, screen in each_way_to_ask(content, language):
            for row in rows(told, screen):
                for button in row:
                    most = 30 if len(row) == 1 else 16
                    assert len(button.label.lstrip("☐☑ ")) <= most or row[-1].tap.endswith("why"), button.label


def test_button_data_fits_64_bytes_and_comes_back_as_it_went(content: Content) -> None:
    for language, _ in languages(content):
        told = scene(content, language, "answers", facts={"ran_last_14_days": True, "age_band": "25_44"})
        answers.show(told)
        country.show(told)
        cards = [reply.rows for reply in told.replies if isinstance(reply, Message)]
        cards += [rows(asked, screen) for asked, screen in each_way_to_ask(content, language)]
        for button in (button for card in cards for row in card for button in row):
            event = read_tap(button.tap)
            assert not isinstance(event, Unreadable), button.tap
            assert tap_of(event) == button.tap  # type: ignore[arg-type]
            assert len(button.tap.encode()) <= 64, button.tap


@pytest.mark.parametrize(
    "data",
    ["", "a", "a:", "a:1", "a:1:", "a:1:x", "a:1:x:", "a::x:y", "a:-1:x:y", "a:1234567890:x:y", "a:²:x:y", "a: 1:x:y",
     "t:1:x", "d:1:", "n:1:", "g:1:", "q:1:x", "A:1:x:y", "a;1;x;y", "g:1", "\x00:1:x"],
)  # fmt: skip
def test_button_data_nobody_made_is_unreadable(data: str) -> None:
    assert read_tap(data) == Unreadable()


# What decides


def test_the_rules_are_those_of_the_clinical_reference(content: Content) -> None:
    assert sorted(rule.id for rule in content.rules) == [f"R{number:02}" for number in range(1, 71)]


def test_each_disposition_has_its_own_time_frames(content: Content) -> None:
    frames = {name: {rule.by for rule in content.rules if rule.disposition == name} for name in DISPOSITIONS}

    assert frames == {
        "emergency": {"now"},
        "urgent": {"today", "48h"},
        "clinician": {"1 week", "2 weeks"},
        "rest": {None},
        "modify": {None},
        "run": {None},
    }


def test_signs_of_right_now_come_first_and_act_at_once(content: Content) -> None:
    first = content.triage.screens[0]

    assert first.at_once
    assert [item.fact.id for item in first.items] == [
        "chest_pain_or_breathless", "knee_deformed", "foot_cold_numb_weak", "deep_wound_over_knee",
        "cannot_lift_straight_leg", "cannot_walk_4_steps", "knee_hot_red_swollen",
    ]  # fmt: skip
    assert not any(screen.at_once for screen in content.triage.screens[1:])


def test_the_screens_come_in_the_order_of_the_clinical_reference(content: Content) -> None:
    assert [screen.id for screen in content.triage.screens] == [
        "right_now", "fever_or_unwell", "age_band", "injury_recent", "injury_detail", "the_knee", "clot_risk", "health",
        "bone_and_hip", "bsi_risk", "pain_location", "duration", "pain_run", "pain_daily_worst", "pain_rest", "settle",
        "next_morning", "while_running", "morning_stiffness", "load_change",
    ]  # fmt: skip


def test_the_text_a_runner_agrees_to_has_a_version(content: Content) -> None:
    assert content.version
    assert content.consent_version


def test_a_language_without_texts_falls_back_to_english(content: Content) -> None:
    assert content.texts("xx") is content.texts("en")
