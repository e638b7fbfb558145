"""YAML with line numbers, and a list for everything wrong with it, so that an editor sees all errors at once."""

from pathlib import Path
from typing import Any

import yaml

from dialogs.errors import ContentError, ContentErrors


class Lines(dict[str, Any]):
    """A YAML mapping that knows its line and those of its keys."""

    where: str = ""

    def __init__(self, *entries: Any, **more: Any) -> None:
        super().__init__(*entries, **more)
        self.at: dict[Any, int] = {}


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Safe loading; a mapping knows where it stands, and a repeated key is an error."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Lines:  # noqa: ARG002
        lines = Lines()
        lines.where = f"line {node.start_mark.line + 1}"
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, list | dict | set):
                raise yaml.constructor.ConstructorError(None, None, "a list or mapping is no key", key_node.start_mark)
            if key in lines:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key}' stands here twice", key_node.start_mark
                )
            lines[key] = self.construct_object(value_node, deep=True)
            lines.at[key] = key_node.start_mark.line + 1
        return lines


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_mapping)


class Problems:
    """Collects what is wrong; `check` raises them together."""

    def __init__(self) -> None:
        self.found: list[ContentError] = []

    def add(self, where: str, problem: str, remedy: str) -> None:
        """Remember one finding and go on."""
        error = ContentError(where, problem, remedy)
        if error not in self.found:
            self.found.append(error)

    def check(self) -> None:
        """Raise ContentErrors if anything was found."""
        if self.found:
            raise ContentErrors(self.found)


def read_any(folder: Path, name: str, problems: Problems) -> Any:
    """Whatever stands in a YAML file; None, with a finding, if it can't be read or if nothing stands there."""
    try:
        data = yaml.load((folder / name).read_text(encoding="utf-8"), _Loader)  # noqa: S506  # a SafeLoader
        if data is None:
            problems.add(name, "there is nothing in it.", "Put back what was there.")
        return data
    except OSError:
        problems.add(name, "the file can't be read.", "Put it back, or check its permissions.")
    except UnicodeDecodeError:
        problems.add(name, "it is not UTF-8 text.", "Save it as UTF-8.")
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}" if mark else name
        problem = getattr(error, "problem", None) or str(error)
        problems.add(where, f"this is no YAML: {problem}.", "Mend the line, or quote the value.")
    return None


def read_yaml(folder: Path, name: str, problems: Problems) -> Lines:
    """A YAML file of the content as a mapping; an empty one, with a finding, if it can't be read."""
    data = read_any(folder, name, problems)
    if isinstance(data, Lines):
        return data
    if data is not None:
        problems.add(name, "the file is no mapping of keys to values.", "Begin it with a key and a colon.")
    return Lines()


def read_yaml_list(folder: Path, name: str, problems: Problems) -> list[Lines]:
    """A YAML file that is a list of mappings; empty, with a finding, if it can't be read."""
    data = read_any(folder, name, problems)
    if isinstance(data, list) and all(isinstance(entry, Lines) for entry in data):
        return data
    if data is not None:
        problems.add(name, "the file is no list of entries.", "Begin each entry with '- id: ...'.")
    return []
