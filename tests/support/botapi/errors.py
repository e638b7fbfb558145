"""How the server says no: an HTTP status, Telegram's description and sometimes parameters."""

from .values import Json


class RefusalError(Exception):
    """A call that is answered with `ok: false`.

    `malformed` marks what no correct bot would send, whatever the state of the chat; such calls are listed in
    `BotApi.rejected`.
    """

    def __init__(
        self,
        code: int,
        description: str,
        parameters: dict[str, Json] | None = None,
        *,
        malformed: bool = False,
    ) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters, self.malformed = (
            code,
            description,
            parameters,
            malformed,
        )

    @property
    def answer(self) -> dict[str, Json]:
        """The JSON body."""
        body: dict[str, Json] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(problem: str) -> RefusalError:
    """400: right in form, but not possible now."""
    return RefusalError(400, f"Bad Request: {problem}")


def malformed(problem: str) -> RefusalError:
    """400: wrong in form."""
    return RefusalError(400, f"Bad Request: {problem}", malformed=True)


def forbidden(problem: str) -> RefusalError:
    """403: the bot may not write there."""
    return RefusalError(403, f"Forbidden: {problem}")


def conflict(problem: str) -> RefusalError:
    """409: somebody else fetches this bot's updates."""
    return RefusalError(409, f"Conflict: {problem}")


def too_many_requests(retry_after: int) -> RefusalError:
    """429: not before `retry_after` seconds."""
    return RefusalError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def migrated(new_chat_id: int) -> RefusalError:
    """400: the group has become a supergroup with another id."""
    problem = "Bad Request: group chat was upgraded to a supergroup chat"
    return RefusalError(400, problem, {"migrate_to_chat_id": new_chat_id})
