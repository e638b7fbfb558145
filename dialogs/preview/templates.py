"""What the messages' templates take: the parts they include and the values they use."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from jinja2 import meta

from dialogs.wording import Texts


@dataclass(frozen=True, eq=False)
class Templates:
    """The templates of one language; each is read once."""

    texts: Texts

    def included(self, key: str) -> list[str]:
        """The templates a message is made of, its own first."""
        return [f"{key}.j2", *self._parts(f"{key}.j2")[0]]

    def used(self, key: str, values: Mapping[str, object]) -> list[str]:
        """The words a message is given and uses, each on its own."""
        _, names = self._parts(f"{key}.j2")
        return [words for name in names if name in values for words in words_in(values[name])]

    @cached_property
    def _parts(self) -> Callable[[str], tuple[list[str], set[str]]]:
        """For each template the parts it includes, and what it and they take."""
        return cache(self._read)

    def _read(self, name: str) -> tuple[list[str], set[str]]:
        loader = self.texts.messages.loader
        source = loader.get_source(self.texts.messages, name)[0] if loader else ""
        tree = self.texts.messages.parse(source)
        parts = [part for part in meta.find_referenced_templates(tree) if part]
        names = meta.find_undeclared_variables(tree)
        return parts, names.union(*(self._parts(part)[1] for part in parts))


def words_in(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from words_in(part)
        case list() | tuple():
            for part in value:
                yield from words_in(part)
