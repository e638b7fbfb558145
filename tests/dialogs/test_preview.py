"""The page that shows every message: all is there, it is what a runner gets, and it needs nothing beside itself."""

import re
import shutil
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dialogs.cases import safe_default
from dialogs.content import FOLDER, Content, read_content
from dialogs.errors import KneewiseError
from dialogs.lived import LIVES, STARTS
from dialogs.preview import parts_of, preview_page
from dialogs.preview.chat import Chat, Stage
from dialogs.preview.markup import page_html
from dialogs.preview.parts import Part, Piece
from dialogs.preview.runners import runners
from dialogs.standing import standing_of

NEVER_SAID = {
    "what_changes_nothing": "with the rules of today every answer about load has a neighbour that changes the verdict",
}
"""Messages no runner can get today, each with the reason."""

NO_ANSWER_YET = {
    "ligament": "each two of its signs make the knee one to be seen within days, and then nothing is named",
}
"""Patterns no runner is told of today, each with the reason."""


class Read(HTMLParser):
    """The page as a browser reads it: ids, links, message keys, tags left open."""

    EMPTY = frozenset({"meta", "input", "br", "hr", "link", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.keys: set[str] = set()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if "href" in given else []
        self.keys |= {str(given["data-key"])} if "data-key" in given else set()
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")


@pytest.fixture(scope="module")
def stage(content: Content) -> Stage:
    return Stage.of(content, "en")


@pytest.fixture(scope="module")
def parts(stage: Stage) -> list[Part]:
    return parts_of(stage)


@pytest.fixture(scope="module")
def page(content: Content) -> str:
    return preview_page(content)


@pytest.fixture(scope="module")
def read(page: str) -> Read:
    reader = Read()
    reader.feed(page)
    reader.close()
    return reader


def test_every_message_is_on_the_page(stage: Stage, parts: list[Part], read: Read) -> None:
    shown = {name for key in read.keys for name in stage.templates.included(key)}
    missing = {name.removesuffix(".j2") for name in stage.texts.messages.list_templates()} - {
        name.removesuffix(".j2") for name in shown
    }

    assert missing == set(NEVER_SAID)


def test_what_every_rule_says_is_on_the_page(content: Content, page: str) -> None:
    reasons = {rule.id: escape(content.texts("en").text(f"reasons.{rule.because}")) for rule in content.rules}

    assert [rule for rule, reason in reasons.items() if reason not in unescaped_quotes(page)] == []


def test_every_rule_has_a_piece_of_its_own_that_it_decides(content: Content, parts: list[Part], read: Read) -> None:
    about = {rule: piece for part in parts for piece in part.pieces for rule in piece.rules}

    assert about.keys() == content.rule.keys()
    assert [rule for rule, piece in about.items() if rule not in piece.turns[-1].because] == []
    assert {f"rule-{rule.lower()}" for rule in about} <= set(read.ids)


def test_every_screen_and_every_tick_is_asked_on_the_page(content: Content, parts: list[Part]) -> None:
    pieces = pieces_of(parts, "The questions")
    asked = {piece.screen for piece in pieces if piece.screen}
    one_by_one = {piece.facts[0] for piece in pieces if piece.title.startswith("One by one")}
    ticks = {item.fact.id for screen in content.triage.screens if screen.kind == "ticks" for item in screen.items}

    assert asked == content.triage.by_id.keys()
    assert one_by_one == ticks


def test_one_by_one_an_item_is_asked_then_why_and_where_the_content_says_so_once_more(
    content: Content, parts: list[Part]
) -> None:
    for piece in pieces_of(parts, "The questions"):
        if piece.title.startswith("One by one"):
            keys = [bubble.key for turn in piece.turns for bubble in turn.bubbles]
            again = ["question_again"] if content.facts[piece.facts[0]].ask_again else []
            assert keys == ["question", "question_why", *again], piece.title


@pytest.mark.parametrize(
    ("flow", "title"), [("plan", "The plan"), ("check_in", "The daily question"), ("knee_week", "The knee's week")]
)
def test_every_question_of_a_plan_is_asked_on_the_page(
    content: Content, parts: list[Part], flow: str, title: str
) -> None:
    asked = {piece.screen for piece in pieces_of(parts, title) if piece.screen}

    assert asked == content.questionnaires[flow].by_id.keys()


def test_every_exercise_is_shown_with_its_picture(content: Content, parts: list[Part]) -> None:
    bubbles = [bubble for piece in pieces_of(parts, "Exercises") for turn in piece.turns for bubble in turn.bubbles]
    shown = {str(bubble.picture).removeprefix("exercises/") for bubble in bubbles if bubble.key == "exercise"}

    assert shown == content.library.moves.keys()


def test_every_kind_of_plan_says_what_it_is(parts: list[Part]) -> None:
    ready = [
        piece.turns[-1].bubbles[-1] for piece in pieces_of(parts, "The plan") if piece.turns[-1].says("plan_ready")
    ]

    assert len(ready) == len(STARTS)
    assert len({str(bubble.values["running"]) for bubble in ready}) == len(STARTS)


def test_every_reason_of_a_decision_is_told_on_the_page_and_names_its_row(page: str) -> None:
    daily = page.split('<section class="part" id="the-daily-question">')[1].split("</section>\n</section>")[0]
    small_print = re.sub(r"<[^>]+>", "", "".join(part.split("</div>")[0] for part in daily.split('class="origins">')))

    assert [because for because in LIVES if f"reasons.{because}.seen" not in small_print] == []
    assert re.search(r"plan/decisions\.yaml D9:\d+", small_print)


@pytest.mark.parametrize("kind", ["patterns", "factors", "topics", "regions"])
def test_everything_that_can_be_told_is_on_the_page(stage: Stage, parts: list[Part], kind: str) -> None:
    content = stage.content
    pieces = [piece for part in parts for piece in part.pieces]
    bubbles = [bubble for piece in pieces for turn in piece.turns for bubble in turn.bubbles]
    keys = {key for bubble in bubbles for key in bubble.texts(stage.templates.used(bubble.key, bubble.values))}
    told = {key.split(".")[1] for key in keys if key.startswith(f"{kind}.")}
    wanted = {
        "patterns": {one.id for one in content.patterns} - set(NO_ANSWER_YET),
        "factors": {one.id for one in content.factors if runners(content, one.when)},
        "topics": {one.id for one in content.topics},
        "regions": set(content.regions.by_id),
    }

    assert told == wanted[kind]


def test_it_loads_nothing_from_anywhere(page: str, read: Read) -> None:
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", page) == []
    assert [link for link in read.links if not link.startswith("#")] == []
    assert re.findall(r'url\("(?!data:image/png;base64,)', page) == []
    assert "default-src 'none'" in page


def test_every_id_is_there_once_and_every_link_leads_to_one(read: Read) -> None:
    assert len(read.ids) == len(set(read.ids))
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)


def test_it_is_whole(read: Read) -> None:
    assert read.wrong == []
    assert read.open == []


def test_each_piece_says_where_it_came_from(page: str) -> None:
    pieces = page.split('<article class="piece"')[1:]

    assert [piece[:80] for piece in pieces if '<span class="file">en/messages</span>' not in piece] == []


def test_the_small_print_names_file_and_line(content: Content, page: str) -> None:
    piece = page.split('id="rule-r56"')[1].split("</article>")[0]
    small_print = re.sub(r"<[^>]+>", "", piece.split('<div class="origins">')[1])

    assert "why_verdict.j2" in small_print
    assert f"R56:{content.rule['R56'].where.rpartition(' ')[2]}" in small_print
    assert f"pain_over_three:{content.texts('en').places['reasons.pain_over_three'].rpartition(' ')[2]}" in small_print
    assert f"SEED:{content.sources['SEED'].where.rpartition(' ')[2]}" in small_print


def test_it_is_the_same_page_every_time(content: Content, page: str) -> None:
    assert preview_page(content) == page


def test_a_second_language_has_its_own_page(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "content"))
    shutil.copytree(folder / "en", folder / "de")
    buttons = folder / "de/buttons.yaml"
    buttons.write_text(buttons.read_text(encoding="utf-8").replace("agree: I agree", "agree: Ja, gern"), "utf-8")
    page = preview_page(read_content(folder), "de")

    assert '<html lang="de"' in page
    assert ">Ja, gern</span>" in page
    assert "de/messages" in page


def test_a_language_that_is_not_there_is_refused_in_a_sentence(content: Content) -> None:
    with pytest.raises(KneewiseError, match="there is no language 'xx'"):
        preview_page(content, "xx")


def test_content_that_leads_nowhere_is_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "content"))
    reasons = folder / "en/reasons.yaml"
    reasons.write_text(reasons.read_text(encoding="utf-8").replace("pain_over_three:", "pain_over_four:"), "utf-8")

    with pytest.raises(KneewiseError, match=r"reasons\.pain_over_three.*kneewise verify"):
        preview_page(read_content(folder))


def test_the_content_it_is_given_stays_as_it_is(content: Content) -> None:
    before = dict(content.languages)
    preview_page(content)

    assert dict(content.languages) == before


@pytest.mark.parametrize(
    ("telegram", "page"),
    [
        ("<b>a</b> <i>b</i> <u>c</u>", "<b>a</b> <i>b</i> <u>c</u>"),
        ("1 &lt; 2 &amp; 3", "1 &lt; 2 &amp; 3"),
        ("<script>alert(1)</script>", "alert(1)"),
        ('<img src=x onerror="alert(1)">', ""),
        ('<b onclick="alert(1)">a</b>', "<b>a</b>"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ('<a href="https://example.org/">a</a>', "<u>a</u>"),
        ("<blockquote expandable>a</blockquote>\nb", '<details class="quote"><summary>a</summary></details>b'),
        ("<blockquote>a</blockquote>\n\nb", "<blockquote>a</blockquote>\nb"),
        ("type /help, not a/b", 'type <span class="command">/help</span>, not a/b'),
        ("<b>left open", "<b>left open</b>"),
        ("closed</b> twice", "closed twice"),
    ],
)
def test_telegrams_markup_becomes_the_pages_and_nothing_else_does(telegram: str, page: str) -> None:
    assert str(page_html(telegram)) == page


def test_a_button_that_is_not_on_the_card_cannot_be_tapped(stage: Stage) -> None:
    with pytest.raises(LookupError, match="g:no_such_place"):
        stage.agreed().taps("g:no_such_place")


def test_a_copied_chat_goes_its_own_way(stage: Stage) -> None:
    chat = stage.agreed()
    other: Chat = chat.copy()
    other.until("duration", {})

    assert (chat.state, other.state) == ("right_now", "duration")


def test_runners_are_found_for_every_rule_with_few_answers(content: Content) -> None:
    for rule in content.rules:
        found = runners(content, rule.when)
        facts = {**safe_default(content), **found[0]}
        assert rule.id in standing_of(content, facts).verdict.because, rule.id
        assert len(found[0]) <= 4, rule.id


def pieces_of(parts: list[Part], title: str) -> list[Piece]:
    """The pieces of the part with this title."""
    return next(part.pieces for part in parts if part.title == title)


def unescaped_quotes(page: str) -> str:
    """The page with quotes spelled as `html.escape` spells them."""
    return page.replace("&#39;", "&#x27;").replace("&#34;", "&quot;")
