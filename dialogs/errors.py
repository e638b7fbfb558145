"""Everything that can go wrong, by who can fix it.

KneewiseError
├── ContentError    a file under content/ is wrong; found at start-up; its editor fixes it
├── ContentErrors   all that is wrong under content/, at once
├── AnswerError     an answer can't be used; the runner sees the question's hint and is asked again
├── StoreError      the database refused; the runner is asked to try later, the operator reads the log
└── SettingsError   the environment is incomplete or wrong; whoever deploys fixes it
"""


class KneewiseError(Exception):
    """Something went wrong in a way we know; the message is one sentence a person can act on."""


class ContentError(KneewiseError):
    """A file of the content is wrong: where, what, and what to do."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem} {remedy}".rstrip())
        self.where, self.problem, self.remedy = where, problem, remedy


class ContentErrors(KneewiseError):
    """Everything wrong with the content, one finding a line."""

    def __init__(self, found: "list[ContentError]") -> None:
        super().__init__("\n".join(str(error) for error in found))
        self.found = tuple(found)


class AnswerError(KneewiseError):
    """A value given for a fact is not one of its values."""


class StoreError(KneewiseError):
    """The database can't be opened or written: a second process, a wrong key, a full disk."""


class SettingsError(KneewiseError):
    """A setting is missing, unknown or malformed."""
