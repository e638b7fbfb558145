"""`kneewise webhook`: what Telegram knows of the address it posts to."""

import typer

webhook = typer.Typer(
    name="webhook",
    help="The address Telegram posts to; `kneewise run` sees to it by itself.",
    no_args_is_help=True,
)


@webhook.command("set")
def set_it() -> None:
    """Tell Telegram KNEEWISE_WEBHOOK_URL."""
    from bot.webhook_commands import set_webhook

    print(set_webhook())  # noqa: T201


@webhook.command()
def info() -> None:
    """What Telegram knows, and whether it is what the settings say."""
    from bot.webhook_commands import webhook_info

    print("\n".join(webhook_info()))  # noqa: T201


@webhook.command()
def delete() -> None:
    """Let Telegram keep updates until they are polled."""
    from bot.webhook_commands import delete_webhook

    print(delete_webhook())  # noqa: T201
