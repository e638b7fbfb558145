"""What a runner has agreed to, and whether what they say may be kept."""

from hashlib import sha256

from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Typed
from dialogs.replies import Consented
from dialogs.scene import Scene
from dialogs.typed import word_option
from dialogs.understanding import chosen

AGE = "age_band"
WITH_PARENT = ("under_12", "12_15")


def has_agreed(content: Content, dialogue: Dialogue) -> bool:
    """Whether the runner agreed to the text as it is now."""
    return dialogue.consent == content.consent_version


def agree(scene: Scene) -> None:
    """The runner agrees to the text as it is now; on record are its version and a hash of the very words."""
    scene.dialogue.consent = scene.content.consent_version
    said = scene.texts.message("welcome", {})
    words = sha256(said.encode()).hexdigest()[:16]
    scene.records.append(Consented(f"{scene.content.consent_version} {words}"))


def types_yes(scene: Scene) -> bool:
    """Whether a yes was typed, which is none: to agree is a tap."""
    words = [word_option(scene, word) for word in ("yes", "agree")]
    return isinstance(scene.event, Typed) and chosen(scene.event.text, words) is not None


def waits_for_parent(dialogue: Dialogue) -> bool:
    """Whether the runner is under 16 and no parent or carer has agreed yet."""
    return dialogue.facts.get(AGE) in WITH_PARENT and not dialogue.parent


def may_keep(content: Content, dialogue: Dialogue) -> bool:
    """Whether the runner agreed, and under 16 a parent or carer too."""
    return has_agreed(content, dialogue) and not waits_for_parent(dialogue)
