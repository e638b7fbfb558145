"""What may be kept, and when."""

import pytest
from support.walk import agreed, at

from dialogs.consent import may_keep
from dialogs.content import Content
from dialogs.dialogue import Dialogue


def test_nothing_may_be_kept_before_consent() -> None:
    assert not may_keep(Dialogue())


def test_after_consent_answers_may_be_kept(content: Content) -> None:
    assert may_keep(agreed(content).dialogue)


@pytest.mark.parametrize("age", ["under_12", "12_15"])
def test_under_16_nothing_may_be_kept_until_a_parent_agrees(content: Content, age: str) -> None:
    conversation = at(content, "parent", age_band=age)
    assert not may_keep(conversation.dialogue)

    conversation.says("[Yes, here, and they agree]")

    assert may_keep(conversation.dialogue)
