"""Conditions over facts: `when` text → a typed tree → a three-valued function.

The text is a small part of Python: fact names, `and`, `or`, `not`, comparisons with a number or with a value of a
choice, and `count(condition, ...)`. A value that is no Python name is quoted: `duration >= '1_to_6_weeks'`.

Facts arrive as ranks: a bool as itself, a score or number as is, a choice as the position of its value (0 is best).
A fact not known yet is None, and by Kleene's logic so is every condition it can still change.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

Rank = bool | int | float
Known = bool | None
Ranks = Mapping[str, Rank | None]
Condition = Callable[[Ranks], Known]

OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=", ast.GtE: ">=", ast.Gt: ">",
}  # fmt: skip


class Kind(Protocol):
    """What an expression needs to know of a fact."""

    @property
    def type(self) -> str: ...
    @property
    def ordered(self) -> bool: ...
    @property
    def values(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Always:
    """True or false, whatever the facts."""

    value: bool


@dataclass(frozen=True, slots=True)
class IsTrue:
    """A bool fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact against a rank; `value` is the rank's name as written."""

    fact: str
    op: str
    rank: int | float
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: "Tree"


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many parts are true; only ever compared (`Counted`)."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A count against a whole number."""

    count: Count
    op: str
    number: int


Tree = Always | IsTrue | Compared | Not | All | AnyOf | Counted


class ExpressionError(ValueError):
    """The text is no condition over these facts; `remedy` says what would be."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def parse(text: str, facts: Mapping[str, Kind], derived: Mapping[str, Tree | Count]) -> Tree:
    """The typed tree of a condition. Raises ExpressionError for anything but a condition over known facts."""
    tree = _Parser(facts, derived).read(text)
    if isinstance(tree, Count):
        raise ExpressionError("a count is a number, not a condition.", "Compare it, for example 'count(...) >= 2'.")
    return tree


def parse_derived(text: str, facts: Mapping[str, Kind], derived: Mapping[str, Tree | Count]) -> Tree | Count:
    """As `parse`, but a bare count is allowed: a derived fact may be a number."""
    return _Parser(facts, derived).read(text)


class _Parser:
    def __init__(self, facts: Mapping[str, Kind], derived: Mapping[str, Tree | Count]) -> None:
        self.facts, self.derived = facts, derived

    def read(self, text: str) -> Tree | Count:
        try:
            body = ast.parse(" ".join(text.split()), mode="eval").body
        except SyntaxError as error:
            raise ExpressionError(f"'{text}' can't be read.", meant(text)) from error
        return self.node(body)

    def node(self, node: ast.expr) -> Tree | Count:
        match node:
            case ast.Constant(value=bool(value)):
                return Always(value)
            case ast.Name(id=name):
                return self.name(name)
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return Not(self.condition(part))
            case ast.BoolOp(op=op, values=parts):
                trees = tuple(self.condition(part) for part in parts)
                return All(trees) if isinstance(op, ast.And) else AnyOf(trees)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self.comparison(left, op, right)
            case ast.Compare():
                raise ExpressionError(f"'{ast.unparse(node)}' compares twice.", "Compare once, and join by 'and'.")
            case ast.Call(func=ast.Name(id="count"), args=[_, *_] as parts, keywords=[]):
                return Count(tuple(self.condition(part) for part in parts))
        raise ExpressionError(f"'{ast.unparse(node)}' is not allowed here.", meant(ast.unparse(node)))

    def condition(self, node: ast.expr) -> Tree:
        tree = self.node(node)
        if isinstance(tree, Count):
            raise ExpressionError(f"'{ast.unparse(node)}' is a number.", "Compare it, for example '... >= 2'.")
        return tree

    def name(self, name: str) -> Tree | Count:
        if name in self.derived:
            return self.derived[name]
        kind = self.fact(name)
        if kind.type != "bool":
            raise ExpressionError(f"'{name}' is a {kind.type}, not a yes or no.", f"Compare it: '{name} >= ...'.")
        return IsTrue(name)

    def fact(self, name: str) -> Kind:
        if name not in self.facts:
            raise ExpressionError(
                f"it reads the fact '{name}', which is not in facts.yaml.",
                nearest(name, [*self.facts, *self.derived]),
            )
        return self.facts[name]

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Tree:
        symbol = OPERATORS.get(type(op))
        if symbol is None:
            raise ExpressionError("only <, <=, ==, !=, >= and > compare.", "Write one comparison per value.")
        counted = left
        if not isinstance(left, ast.Name) or left.id in self.derived:
            tree = self.node(counted)
            if not isinstance(tree, Count):
                raise ExpressionError(f"'{ast.unparse(left)}' can't be compared.", "Compare a fact or a count.")
            return Counted(tree, symbol, self.whole_number(right))
        return self.fact_comparison(left.id, symbol, right)

    def fact_comparison(self, name: str, symbol: str, right: ast.expr) -> Compared:
        kind = self.fact(name)
        if kind.type == "bool":
            raise ExpressionError(f"'{name}' is a yes or no and can't be compared.", f"Write '{name}' or 'not {name}'.")
        if not kind.ordered and symbol not in ("==", "!="):
            raise ExpressionError(f"the values of '{name}' have no order.", "Use == or !=.")
        if kind.type == "choice":
            value = _spelled(right)
            if isinstance(right, ast.Constant) and not isinstance(right.value, str):
                raise ExpressionError(
                    f"'{value}' is a number, and '{name}' is a choice.",
                    f"Quote its value, for example '{kind.values[0]}'.",
                )
            if value not in kind.values:
                raise ExpressionError(f"'{value}' is no value of '{name}'.", nearest(value, kind.values))
            return Compared(name, symbol, kind.values.index(value), value)
        number = self.number(right)
        return Compared(name, symbol, number, str(number))

    def number(self, node: ast.expr) -> int | float:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return number
        raise ExpressionError(f"'{ast.unparse(node)}' is not a number.", "Compare with a number, for example '>= 4'.")

    def whole_number(self, node: ast.expr) -> int:
        number = self.number(node)
        if not isinstance(number, int):
            raise ExpressionError(f"{number} is not a whole number.", "A count is compared with a whole number.")
        return number


MOST_NAMED = 30
"""More names than these are no help in one line."""
SLIPS = {"=>": ">=", "=<": "<=", "≥": ">=", "≤": "<=", "≠": "!=", "&": "and", "|": "or", "AND": "and", "OR": "or",
         "NOT": "not", "=": "=="}  # fmt: skip
"""What people write for what is read here."""


def meant(text: str) -> str:
    """A remedy for what is no condition: what to write for what was written, else what there is."""
    for wrong, right in SLIPS.items():
        around = r"\b" if wrong.isalpha() else r"(?<![<>=!])" if wrong == "=" else ""
        after = r"(?!=)" if wrong == "=" else around
        if re.search(f"{around}{re.escape(wrong)}{after}", text):
            return f"Write '{right}' for '{wrong}'."
    if bare := re.search(r"(?<!['\"\w])\d+_\w+", text):
        return f"Quote a value that begins with a number: '{bare[0]}'."
    if text.count("(") != text.count(")"):
        return "Close every bracket that is opened."
    return "Use fact names, and, or, not, comparisons and count(...)."


def _spelled(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=str(value)):
            return value
    return ast.unparse(node)


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """A remedy: the known name that looks most like `name`, else all of them; of very many those that come closest."""
    from rapidfuzz import process

    found = process.extractOne(name, known, score_cutoff=70)
    if found:
        return f"Did you mean '{found[0]}'?"
    if len(known) > MOST_NAMED:
        closest = [other for other, _, _ in process.extract(name, known, limit=5)]
        return f"Closest among those known here: {', '.join(closest)}."
    return f"Known here: {', '.join(sorted(known))}."


def facts_of(tree: Tree | Count) -> Iterator[str]:
    """The facts a tree reads, in order, repeats included."""
    match tree:
        case IsTrue(fact) | Compared(fact=fact):
            yield fact
        case Not(part):
            yield from facts_of(part)
        case All(parts) | AnyOf(parts) | Count(parts):
            for part in parts:
                yield from facts_of(part)
        case Counted(count):
            yield from facts_of(count)


def compiled(tree: Tree) -> Condition:
    """The tree as a function of ranks: True, False, or None while unknown facts can change it.

    Made once as Python source (from the typed tree, never from an author's text), because it runs at every turn.
    """
    certain, possible = _sources(tree)
    return eval(f"lambda ranks: True if {certain} else None if {possible} else False")  # type: ignore[no-any-return]  # noqa: S307


def _sources(tree: Tree) -> tuple[str, str]:
    """Python for "true whatever the unknown facts are" and for "true for some of what they may be"."""
    match tree:
        case Always(value):
            return str(value), str(value)
        case IsTrue(fact):
            return f"(ranks[{fact!r}] is True)", f"(ranks[{fact!r}] is not False)"
        case Compared(fact, op, rank):
            given = f"ranks[{fact!r}]"
            return f"({given} is not None and {given} {op} {rank})", f"({given} is None or {given} {op} {rank})"
        case Not(part):
            certain, possible = _sources(part)
            return f"(not {possible})", f"(not {certain})"
        case All(parts):
            return _joined(" and ", parts)
        case AnyOf(parts):
            return _joined(" or ", parts)
        case Counted(count, op, number):
            least, most = _joined(" + ", count.parts)
            return _counted(least, most, op, number)


def _joined(word: str, parts: tuple[Tree, ...]) -> tuple[str, str]:
    certain, possible = zip(*map(_sources, parts), strict=True)
    return f"({word.join(certain)})", f"({word.join(possible)})"


def _counted(least: str, most: str, op: str, number: int) -> tuple[str, str]:
    """The count lies between `least` and `most`."""
    match op:
        case ">" | ">=":
            return f"({least} {op} {number})", f"({most} {op} {number})"
        case "<" | "<=":
            return f"({most} {op} {number})", f"({least} {op} {number})"
        case "==":
            return f"({least} == {number} == {most})", f"({least} <= {number} <= {most})"
    return f"(not {least} <= {number} <= {most})", f"(not {least} == {number} == {most})"
