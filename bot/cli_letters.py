"""`kneewise dead-letters`: events that could not be played."""

import sys
from typing import Annotated

import typer

FINDINGS = 1
Number = Annotated[int, typer.Argument(help="Its number, as `list` shows it.")]

letters = typer.Typer(
    name="dead-letters", help="Events that could not be played and were set aside.", no_args_is_help=True
)


@letters.command("list")
def list_all() -> None:
    """One line for each, oldest first."""
    from bot.dead_letters import list_letters

    print("\n".join(list_letters() or ["There are none."]))  # noqa: T201


@letters.command()
def show(number: Number) -> None:
    """What went wrong, and the shape of what came in without anybody's words."""
    from bot.dead_letters import show_letter

    print("\n".join(show_letter(number)))  # noqa: T201


@letters.command()
def retry(number: Number) -> None:
    """Play it again, after the fault was mended. Stop the bot first; exit code 1 if it failed again."""
    from bot.dead_letters import retry as play_again

    says, played = play_again(number)
    print(says)  # noqa: T201
    sys.exit(0 if played else FINDINGS)


@letters.command()
def drop(number: Number) -> None:
    """Let it go. Stop the bot first."""
    from bot.dead_letters import drop as let_go

    print(let_go(number))  # noqa: T201
