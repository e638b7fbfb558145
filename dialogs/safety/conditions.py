"""A rule's condition in the words a runner reads, for those who review it and do not read code."""

from collections.abc import Callable, Iterable, Mapping

from dialogs.expressions import All, Always, AnyOf, Compared, Counted, IsTrue, Not, Tree
from dialogs.facts import Fact
from dialogs.telling import value_said
from dialogs.wording import Texts

RANKS = {"<": "less than", "<=": "at most", "==": "exactly", "!=": "not", ">=": "at least", ">": "more than"}


def in_words(tree: Tree, facts: Mapping[str, Fact], texts: Texts) -> str:
    """The condition in words: names of facts in quotes, values as their buttons say them."""

    def of(part: Tree) -> str:
        return in_words(part, facts, texts)

    match tree:
        case Always(value):
            return "always" if value else "never"
        case IsTrue(fact):
            return named(fact, texts)
        case Compared(fact):
            return compared(tree, facts[fact], texts)
        case Not(part):
            return f"not {grouped(part, of)}"
        case All(parts):
            return " **and** ".join(grouped(part, of) for part in parts)
        case AnyOf(parts):
            return " **or** ".join(grouped(part, of) for part in parts)
        case Counted(count, op, number):
            return f"{RANKS[op]} {number} of these: {'; '.join(map(of, count.parts))}"


def grouped(part: Tree, of: Callable[[Tree], str]) -> str:
    """A part in words, in brackets where it is made of parts itself."""
    return f"({of(part)})" if isinstance(part, All | AnyOf | Counted) else of(part)


def named(fact: str, texts: Texts) -> str:
    """What the list of answers calls a fact, in quotes; its id where no text names it."""
    key = f"questions.{fact}.short"
    return f"“{texts.text(key)}”" if texts.has(key) else f"`{fact}`"


def compared(tree: Compared, fact: Fact, texts: Texts) -> str:
    """A comparison in words; of a choice, every value for which it holds."""
    name = named(fact.id, texts)
    if fact.type != "choice":
        return f"{name} {RANKS[tree.op]} {tree.value}"
    return f"{name} ({either(value_said(texts, fact, value) for value in holding(tree, fact))})"


def holding(tree: Compared, fact: Fact) -> list[str]:
    """The values of a choice for which a comparison holds."""
    tests = {
        "<": int.__lt__, "<=": int.__le__, "==": int.__eq__, "!=": int.__ne__, ">=": int.__ge__, ">": int.__gt__,
    }  # fmt: skip
    return [value for place, value in enumerate(fact.values) if tests[tree.op](place, int(tree.rank))]


def either(words: Iterable[str]) -> str:
    """Values set apart, as some hold a comma."""
    return " or ".join(f"*{word}*" for word in words)
