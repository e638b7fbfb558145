"""The `kneewise` command."""

import gc
import json
import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_input import read_cases, read_input, read_name, refuse
from bot.cli_keys import keys
from bot.cli_letters import letters
from bot.cli_webhook import webhook
from dialogs.errors import KneewiseError

app = typer.Typer(
    name="kneewise",
    help="Can I run on this knee? Questions, an answer, and what to do.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(letters, name="dead-letters")
app.add_typer(webhook, name="webhook")
app.add_typer(keys, name="keys")

FINDINGS = 1
MOST_DAYS, MOST_RUNNERS = 1000, 100_000
FACTS, COURSE = {"facts": "{...}"}, {"start": "{...}", "days": "[...]"}
"""The keys of a case, and what stands behind them."""


def main() -> None:
    """Run the command; what can be said in a sentence is said in one, without a traceback."""
    try:
        app()
    except KneewiseError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def tell_version(wanted: bool) -> None:
    """Print which program this is, and which rules and texts it carries."""
    if wanted:
        from dialogs.version import content_version

        print(f"kneewise {metadata.version('kneewise')}, content {content_version()}")  # noqa: T201
        raise typer.Exit


@app.callback()
def kneewise(
    version: Annotated[
        bool, typer.Option("--version", callback=tell_version, is_eager=True, help="Which program and content this is.")
    ] = False,
) -> None:
    """Can I run on this knee? Questions, an answer, and what to do."""


@app.command()
def chat(
    name: Annotated[str, typer.Option("--as", help="Who is chatting; each name is a runner of its own.")] = "you",
) -> None:
    """Chat in the terminal: no token, no Telegram; what is said is kept in data/."""
    from bot.terminal import chat_in_terminal

    chat_in_terminal(name)


@app.command()
def run() -> None:
    """Run the Telegram bot: long polling, or a webhook when KNEEWISE_WEBHOOK_URL is set."""
    from bot.app import run_bot

    run_bot()


@app.command()
def triage(
    file: Annotated[str, typer.Argument(help="A file of cases, one JSON object a line, or - for standard input.")],
    others_best: Annotated[
        bool, typer.Option("--others-best", help="Facts that are not given count as the safe default.")
    ] = False,
) -> None:
    """Facts in, a verdict out: {"facts": {...}} → the disposition, its reasons and the rules that decided."""
    from dialogs.cases import triage_case
    from dialogs.content import read_content

    content = read_content()
    answers = []
    for place, case in read_cases(file, FACTS):
        try:
            answers.append(triage_case(content, case.get("facts", {}), others_best=others_best))
        except KneewiseError as error:
            refuse(f"{place}: {error}")
    for answer in answers:
        print(json.dumps(answer, ensure_ascii=False))  # noqa: T201


@app.command()
def course(
    file: Annotated[str, typer.Argument(help="A file of courses, one JSON object a line, or - for standard input.")],
) -> None:
    """A start and daily answers in, a decision a day out: {"start": {...}, "days": ["p2 r2", "OK", "(none)"]}."""
    from dialogs.content import read_content
    from dialogs.courses import course_days

    content = read_content()
    days = []
    for place, case in read_cases(file, COURSE):
        try:
            days += course_days(content.decisions, content.load, case)
        except KneewiseError as error:
            refuse(f"{place}: {error}")
    for day in days:
        print(json.dumps(day, ensure_ascii=False))  # noqa: T201


@app.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON, for tools.")] = False,
    folder: Annotated[
        Path | None, typer.Option("--content", help="Another content folder than the one that came along.")
    ] = None,
) -> None:
    """Check and prove the content: rules, questions, texts, sources. Exit code 1 and a line per finding."""
    from datetime import UTC, datetime

    # Nearly all that is made here is kept to the end: looking for rubbish among it takes a second and finds none.
    gc.disable()
    try:
        from dialogs.verify import verify as look
    except ModuleNotFoundError as missing:
        refuse(f"this needs what developers have ('{missing.name}' is missing). Run it through `make verify`.")
    findings = look(folder, datetime.now(UTC).date())
    if as_json:
        print(json.dumps([finding.to_dict() for finding in findings], ensure_ascii=False))  # noqa: T201
    else:
        for finding in findings:
            print(finding)  # noqa: T201
    sys.exit(FINDINGS if findings else 0)


@app.command()
def explain(
    file: Annotated[str, typer.Argument(help="A vignette or several, YAML or JSON, or - for standard input.")],
) -> None:
    """Say of a case which rules fired, which nearly did, and why."""
    from dialogs.content import read_content
    from dialogs.explaining import explain_all

    name, text = read_input(file)
    try:
        pages = ["\n".join(explanation.lines()) for explanation in explain_all(read_content(), text)]
    except KneewiseError as error:
        refuse(f"{name}: {error}")
    print("\n\n".join(pages))  # noqa: T201


@app.command()
def preview(
    file: Annotated[Path, typer.Argument(help="The HTML page to write.")],
    language: Annotated[str, typer.Option("--language", help="The language of its texts.")] = "en",
) -> None:
    """Write one page that shows every message of every state as a chat would."""
    from dialogs.content import read_content
    from dialogs.preview import preview_page

    page = preview_page(read_content(), language)
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        refuse(f"{file}: the page can't be written ({error.strerror}). Name a file in a folder that is yours.")


@app.command()
def diagram(
    flow: Annotated[str | None, typer.Argument(help="One flow; without it all of them.")] = None,
) -> None:
    """Draw the conversation as Mermaid text, from the tables that run."""
    from dialogs.content import read_content
    from dialogs.diagram import diagram as drawn

    print(drawn(read_content(), flow), end="")  # noqa: T201


@app.command()
def simulate(
    persona: Annotated[
        str | None, typer.Argument(help="A persona in YAML, or the name of one that came along: rest_to_running.")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", help="How many days; without it, as the persona says.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Where chance begins; the same seed tells the same story.")] = 1,
    runners: Annotated[int | None, typer.Option("--runners", help="A club of so many; prints totals.")] = None,
) -> None:
    """Live through weeks in seconds: a persona's whole chat, or a club in totals. Exit code 1 if a promise broke."""
    from bot.simulate import simulate_club, simulate_life

    if (persona is None) == (runners is None):
        refuse("give a persona, such as `kneewise simulate rest_to_running`, or a club: --runners 100 --days 56.")
    for option, number, most in (("--days", days, MOST_DAYS), ("--runners", runners, MOST_RUNNERS)):
        if number is not None and not 1 <= number <= most:
            refuse(f"{option} is {number}. Give a whole number from 1 to {most}.")
    kept = simulate_life(persona, days, seed, print) if persona else simulate_club(runners or 0, days, seed, print)
    sys.exit(0 if kept else FINDINGS)


@app.command()
def backup(
    to: Annotated[Path | None, typer.Option("--to", help="Another folder than KNEEWISE_BACKUPS.")] = None,
) -> None:
    """Make a sealed backup, whether the bot runs or not; it is opened once to be sure. Older than 35 days goes."""
    from bot.keeping.commands import back_up

    print(back_up(to))  # noqa: T201


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup that `kneewise backup` wrote.")],
) -> None:
    """Make the database out of a backup: never over data that is there, and nobody is written to twice."""
    from bot.keeping.commands import restore as put_back

    print(put_back(file))  # noqa: T201


@app.command()
def export(
    chat: Annotated[str, typer.Argument(help="The number of the runner's chat, or - to read it from standard input.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="Only the check-ins, as a table.")] = False,
) -> None:
    """Write everything that is kept about one runner as JSON, whether the bot runs or not."""
    from bot.keeping.commands import export as hand_over

    print(hand_over(read_name(chat), as_csv=as_csv), end="")  # noqa: T201


@app.command()
def erase(
    chat: Annotated[str, typer.Argument(help="The number of the runner's chat, or - to read it from standard input.")],
) -> None:
    """Erase one runner for good, as their /delete would; the bot must stand still meanwhile."""
    from bot.keeping.commands import erase as forget

    print(forget(read_name(chat)))  # noqa: T201


@app.command()
def doctor() -> None:
    """Say what is wrong with this deployment and how to mend it. Exit code 1 if there is something."""
    from bot.doctor import doctor as look

    lines, well = look()
    print("\n".join(lines))  # noqa: T201
    sys.exit(0 if well else FINDINGS)
