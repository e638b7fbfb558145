"""A runner who has a plan."""

from typing import Any

from dialogs.content import Content
from support.conversation import Conversation
from support.walk import at


def planned(content: Content, *lines: str, locale: str = "en-GB", **facts: Any) -> Conversation:
    """A runner whose answers led to a plan, every question for it passed over, who then did these things.

    Without facts the verdict is `run`.
    """
    conversation = at(content, "verdict", locale, **facts)
    conversation.says("/plan")
    while conversation.dialogue.flow == "plan":
        conversation.says("skip")
    if conversation.dialogue.plan is None:
        raise AssertionError(f"there is no plan, but {conversation.cards[-1].text}")
    for line in lines:
        conversation.says(line)
    return conversation
