"""Conditions in words, for those who look after the content: "Pain on a run: 4 or more, or Limping when walking"."""

import re
from collections.abc import Iterator
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING

from dialogs.expressions import All, Always, AnyOf, Compared, Counted, IsTrue, Not, Tree
from dialogs.facts import Fact
from dialogs.telling import value_said
from dialogs.wording import Texts

if TYPE_CHECKING:
    from dialogs.content import Content

COMPARED = {"<": "under {}", "<=": "{} or less", "==": "{}", "!=": "not {}", ">=": "{} or more", ">": "more than {}"}
COUNTED = {**COMPARED, "<": "fewer than {}", "<=": "at most {}", "==": "exactly {}"}
COMPARE = {"<": lt, "<=": le, "==": eq, "!=": ne, ">=": ge, ">": gt}


def condition_said(content: "Content", tree: Tree, language: str = "en") -> str:
    """A condition in the words of the questions it reads."""
    said = _said(content, content.texts(language), tree)
    return said.strip("“”") if isinstance(tree, IsTrue) else said


def _said(content: "Content", texts: Texts, tree: Tree) -> str:
    match tree:
        case Always(value):
            return "always" if value else "never"
        case IsTrue(fact):
            return _name(texts, fact)
        case Not(part):
            return f"not: {_said(content, texts, part)}"
        case Compared(fact):
            return f"{_name(texts, fact)}: {_value(content.facts[fact], texts, tree)}"
        case Counted(count, op, number):
            parts = "; ".join(_said(content, texts, part) for part in count.parts)
            return f"{COUNTED[op].format(number)} of ({parts})"
        case All(parts):
            return " and ".join(_inner(content, texts, part) for part in parts)
        case AnyOf(parts):
            return ", or ".join(_alternatives(content, texts, parts))


def _inner(content: "Content", texts: Texts, part: Tree) -> str:
    said = _said(content, texts, part)
    return f"({said})" if isinstance(part, AnyOf) else said


def _alternatives(content: "Content", texts: Texts, parts: tuple[Tree, ...]) -> Iterator[str]:
    """Each alternative; values of one choice are named together."""
    named: set[str] = set()
    for part in parts:
        if not (isinstance(part, Compared) and part.op == "=="):
            yield _said(content, texts, part)
        elif part.fact not in named:
            named.add(part.fact)
            values = [
                _value(content.facts[part.fact], texts, other)
                for other in parts
                if isinstance(other, Compared) and (other.fact, other.op) == (part.fact, "==")
            ]
            yield f"{_name(texts, part.fact)}: {' or '.join(values)}"


def _name(texts: Texts, fact: str) -> str:
    """The fact's short name, in quotes where it could be read as two."""
    key = f"questions.{fact}.short"
    name = texts.text(key) if texts.has(key) else fact.replace("_", " ")
    return f"“{name}”" if re.search(r"[,;:]| and | or ", name) else name


def _value(fact: Fact, texts: Texts, compared: Compared) -> str:
    """What a fact is compared with: the values of a choice that fit, each by name."""
    if fact.type != "choice":
        return f"{COMPARED[compared.op].format(compared.value)} {fact.unit}".rstrip()
    fits = COMPARE[compared.op]
    return " or ".join(value_said(texts, fact, value) for value in fact.values if fits(fact.rank(value), compared.rank))
