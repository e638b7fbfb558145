"""`kneewise keys`: the keys that seal what people said."""

from typing import Annotated

import typer

keys = typer.Typer(name="keys", help="The keys that seal what people said. None is ever shown.", no_args_is_help=True)


@keys.command()
def show() -> None:
    """One line for each, newest first: what it does, and what still needs it."""
    from bot.keeping.keys import show as look

    print("\n".join(look()))  # noqa: T201


@keys.command()
def add() -> None:
    """Put a new key into the key file; `rotate` then seals everything with it."""
    from bot.keeping.keys import add as put_in

    print(put_in())  # noqa: T201


@keys.command()
def rotate() -> None:
    """Seal everything with a new key, or finish that. Stop the bot first."""
    from bot.keeping.keys import rotate as seal_anew

    print(seal_anew())  # noqa: T201


@keys.command()
def drop(number: Annotated[int, typer.Argument(help="Its number, as `show` shows it.")]) -> None:
    """Take out an old key that nothing needs any more. Stop the bot first."""
    from bot.keeping.keys import drop as let_go

    print(let_go(number))  # noqa: T201
