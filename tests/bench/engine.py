"""One turn without I/O: the stored dialogue is read, the event played, the replies worded, the dialogue stored."""

from statistics import median, quantiles
from time import perf_counter

import yaml
from support.conversation import Conversation
from support.walk import at

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Due, Event
from dialogs.machine import play
from dialogs.replies import Toast
from dialogs.wording import words

from .conversations import recorded
from .table import Row

ROUNDS = 5
TARGET_MS = 0.3


def measure(content: Content) -> list[Row]:
    """The median over every turn of every recorded conversation."""
    took = [ms for _ in range(ROUNDS) for lines in recorded() for ms in _turns(content, lines)]
    middle, slow = median(took), quantiles(took, n=100)[98]
    return [
        Row("Engine, one turn", f"{middle:.3f} ms", target=f"< {TARGET_MS} ms", met=middle < TARGET_MS),
        Row("", f"{slow:.3f} ms", "p99"),
    ]


def _turns(content: Content, lines: list[tuple[str, str]]) -> list[float]:
    """Milliseconds of each turn of one conversation."""
    conversation, took = Conversation(content), []
    for kind, rest in lines:
        match kind:
            case "locale":
                conversation.dialogue.locale = rest
            case "agreed":
                conversation.dialogue.locale = rest
                took += [_turn(conversation, conversation.event_of(line)) for line in ("/start", "[I agree]")]
            case "told":
                facts = yaml.safe_load(f"{{{rest}}}")
                conversation = at(content, "verdict", conversation.dialogue.locale, **facts)
            case "later":
                amount, unit = rest.split()
                conversation.later(**{unit: float(amount)})
            case "due":
                what, moment = conversation.next_due()
                conversation.now = max(conversation.now, moment)
                took.append(_turn(conversation, Due(what, moment)))
            case "runner":
                took.append(_turn(conversation, conversation.event_of(rest)))
    return took


def _turn(conversation: Conversation, event: Event) -> float:
    stored, content = conversation.dialogue.to_dict(), conversation.content
    began = perf_counter()
    outcome = play(content, Dialogue.from_dict(stored), event, conversation.now)
    for reply in outcome.replies:
        if isinstance(reply, Toast) or reply.text is not None:
            words(content, outcome.dialogue.language, reply.text or "", reply.values)
    outcome.dialogue.to_dict()
    took = perf_counter() - began
    conversation.keep(outcome)
    return took * 1000
