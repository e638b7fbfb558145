"""The preview page in a real browser: it shows itself without a complaint, searches, and changes its theme."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from support.browser import Page, browser, installed

from dialogs.content import Content
from dialogs.preview import preview_page

PROGRAM = installed()

pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="no Chromium on this machine: `make test-browser` installs Debian's and runs this"
)

SHOWN = "document.querySelectorAll('.piece:not([hidden])').length"
WALL = "getComputedStyle(document.querySelector('{}')).backgroundImage"


def search(words: str) -> str:
    """A script that types words into the search field."""
    return f"""(() => {{
        const field = document.querySelector("#search");
        field.value = {words!r};
        field.dispatchEvent(new Event("input"));
        return [...document.querySelectorAll(".piece:not([hidden])")].map((piece) => piece.id);
    }})()"""


def choose(theme: str) -> str:
    """A script that taps a theme."""
    return f"document.querySelector('[data-choose={theme}]').click()"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(content: Content, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    folder: Path = tmp_path_factory.mktemp("browser")
    file = folder / "preview.html"
    file.write_text(preview_page(content), encoding="utf-8")
    async with browser(str(PROGRAM), folder) as page:
        await page.open(file.as_uri())
        yield page
        assert page.complaints == []


@pytest.mark.asyncio(loop_scope="module")
async def test_it_opens_without_a_complaint_and_asks_for_nothing_else(page: Page, content: Content) -> None:
    assert await page.run("document.title") == f"Kneewise: every message, content {content.version}"
    assert page.complaints == []
    assert [address[:30] for address in page.addresses if not address.startswith(("file:", "data:image/png"))] == []
    assert await page.run(SHOWN) > 300


@pytest.mark.asyncio(loop_scope="module")
async def test_a_search_leaves_what_holds_all_words_and_an_empty_one_everything(page: Page) -> None:
    everything = await page.run(SHOWN)

    found = await page.run(search("R56 pain_over_three why_verdict"))
    assert found == ["rule-r56"]
    assert await page.run("document.querySelector('#found').textContent") == f"1 of {everything} pieces of chat"
    assert await page.run("CSS.highlights.get('found').size") > 0
    assert await page.run("document.querySelector('#nothing').hidden") is True

    together = await page.run(search('"first take"'))
    assert 0 < len(together) < len(await page.run(search("first take")))

    assert await page.run(search("zxqzxq")) == []
    assert await page.run("document.querySelector('#nothing').hidden") is False

    assert len(await page.run(search(""))) == everything


@pytest.mark.asyncio(loop_scope="module")
async def test_a_link_to_something_hidden_shows_it_again(page: Page) -> None:
    await page.run(search("R01"))
    await page.run("""new Promise((done) => {
        addEventListener("hashchange", () => setTimeout(done), { once: true });
        location.hash = "#rule-r56";
    })""")

    assert await page.run("document.querySelector('#rule-r56').checkVisibility()") is True


@pytest.mark.asyncio(loop_scope="module")
async def test_the_themes_differ_and_both_stand_side_by_side(page: Page) -> None:
    await page.run(choose("light"))
    light = await page.run(WALL.format(".chat"))
    await page.run(choose("dark"))
    dark = await page.run(WALL.format(".chat"))
    await page.run(choose("both"))

    assert light != dark
    assert await page.run(WALL.format(".chat:not(.other)")) == light
    assert await page.run(WALL.format(".chat.other")) == dark
    assert await page.run("document.querySelectorAll('.chat.other').length") == await page.run(SHOWN)

    await page.run(choose("light"))
    assert await page.run("document.querySelectorAll('.chat.other').length") == 0


@pytest.mark.asyncio(loop_scope="module")
async def test_a_quote_opens_and_all_of_them_do(page: Page) -> None:
    opened = "document.querySelectorAll('.quote[open]').length"
    await page.run("document.querySelector('#quotes').click()")
    assert await page.run(opened) == await page.run("document.querySelectorAll('.quote').length")

    await page.run("document.querySelector('#quotes').click()")
    assert await page.run(opened) == 0


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("width", [360, 400, 800, 1400])
async def test_nothing_sticks_out_on_a_screen_of_any_width(page: Page, width: int) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    await page.call("Emulation.setDeviceMetricsOverride", **size)
    too_wide = """[...document.querySelectorAll(".bubble, .key, .origins, h4, .toast, .tapped")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
        .map((one) => one.textContent.slice(0, 60))"""

    assert await page.run("document.documentElement.scrollWidth <= innerWidth") is True
    assert await page.run(too_wide) == []
