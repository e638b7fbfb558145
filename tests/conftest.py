"""What every test may use."""

import pytest

from dialogs.content import Content, read_content

pytest_plugins = ["support.hazards"]


@pytest.fixture(scope="session")
def content() -> Content:
    """The content that is shipped."""
    return read_content()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Recorded conversations are rewritten on demand; the difference is reviewed like code."""
    parser.addoption("--update-transcripts", action="store_true", help="write tests/transcripts anew")
