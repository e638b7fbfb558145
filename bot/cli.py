"""The `kneewise` command."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from dialogs.errors import KneewiseError

app = typer.Typer(
    name="kneewise",
    help="Can I run on this knee? Questions, an answer, and what to do.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

FINDINGS, WRONG_USE = 1, 2


def main() -> None:
    """Run the command; what can be said in a sentence is said in one, without a traceback."""
    try:
        app()
    except KneewiseError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def refuse(sentence: str) -> NoReturn:
    """Say what is wrong and end with the exit code for wrong use or bad input."""
    print(f"kneewise: {sentence}", file=sys.stderr)  # noqa: T201
    sys.exit(WRONG_USE)


@app.callback()
def kneewise() -> None:
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
    for place, case in read_cases(file):
        try:
            answers.append(triage_case(content, case.get("facts", {}), others_best=others_best))
        except KneewiseError as error:
            refuse(f"{place}: {error}")
    for answer in answers:
        print(json.dumps(answer, ensure_ascii=False))  # noqa: T201


@app.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON, for tools.")] = False,
    folder: Annotated[
        Path | None, typer.Option("--content", help="Another content folder than the one that came along.")
    ] = None,
) -> None:
    """Check and prove the content: rules, questions, texts, sources. Exit code 1 and a line per finding."""
    from datetime import UTC, datetime

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


def read_input(file: str) -> tuple[str, str]:
    """What a file, or standard input for -, is called in messages, and its text."""
    name = "standard input" if file == "-" else file
    try:
        return name, sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        refuse(f"{name}: the file can't be read. Check its name and that it is UTF-8 text.")


def read_cases(file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The cases of a file with the place of each: one object over the whole file, or one a line."""
    name, text = read_input(file)
    try:
        cases = [(name, json.loads(text))]
    except ValueError:
        cases = [(f"{name}, line {number}", line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not cases:
        refuse(f'{name}: there is no case in it. Give {{"facts": {{...}}}}, one a line.')
    for place, case in cases:
        yield place, _object(place, case)


def _object(place: str, case: object) -> dict[str, Any]:
    if isinstance(case, str):
        try:
            case = json.loads(case)
        except ValueError:
            refuse(f'{place}: this is no JSON. Give {{"facts": {{...}}}}, one a line.')
    if not isinstance(case, dict) or not set(case) <= {"facts"}:
        refuse(f'{place}: a case is an object with the key "facts" and no other.')
    return case
