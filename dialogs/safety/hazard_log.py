"""The hazard log as a page."""

from collections.abc import Iterator, Sequence

from dialogs.safety.hazards import JUSTIFIED_ABOVE, LIKELIHOODS, MATRIX, SEVERITIES, Hazard, Risk

HEAD = """\
# Hazards

Made by `python -m dialogs.safety` from the files in [hazards](hazards). Change those, never this page.

A hazard is a way in which Kneewise could harm somebody. Its risk is estimated twice: as it would be without controls,
and as it is with those that are there today. A control of type *test* names a test that `make test` runs; a whole run
fails if one of them is gone or did not pass. A hazard is *open* while a control it needs is missing. Its owner is who
sees to it: a content author, a maintainer of the program, an operator (whoever runs a bot), or a clinical reviewer.

"""


def hazards_page(hazards: Sequence[Hazard]) -> str:
    """The hazard log as Markdown: the matrix, all hazards in a table, what is open, then each one."""
    return HEAD + "\n".join([*_matrix(), *_table(hazards), *_open(hazards), *(_section(one) for one in hazards)])


def _matrix() -> Iterator[str]:
    yield "| Severity | " + " | ".join(f"{word} (likelihood {n})" for n, word in enumerate(LIKELIHOODS, 1)) + " |"
    yield "| --- |" + " --- |" * len(LIKELIHOODS)
    for number, (word, row) in enumerate(zip(SEVERITIES, MATRIX, strict=True), 1):
        yield f"| {number} {word} | " + " | ".join(map(str, row)) + " |"
    yield f"\nA residual risk above {JUSTIFIED_ABOVE} is borne only with a written justification.\n"


def _table(hazards: Sequence[Hazard]) -> Iterator[str]:
    yield "## All\n"
    yield "| Id | Hazard | Risk before | Risk now | Status | Owner |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for one in hazards:
        risks = f"{one.before.level} | {one.residual.level}"
        yield f"| [{one.id}](#{one.id.lower()}) | {one.title} | {risks} | {one.status} | {one.owner} |"
    yield ""


def _open(hazards: Sequence[Hazard]) -> Iterator[str]:
    yield "## What is missing\n"
    for one in hazards:
        if one.missing:
            yield f"- **{one.id}** {one.missing}"
    yield ""


def _section(one: Hazard) -> str:
    controls = [f"  - {control.type}: {control.what} (`{control.ref}`)" for control in one.controls] or ["  - none yet"]
    rows = [
        f"## {one.id}\n",
        f"**{one.title}** ({one.status}; {one.owner}; {one.updated})\n",
        "- Causes",
        *(f"  - {cause}" for cause in one.causes),
        f"- Effect: {one.effect}",
        f"- Harm: {one.harm}",
        f"- Risk before: {_risk(one.before)}",
        "- Controls",
        *controls,
        f"- Risk now: {_risk(one.residual)}",
        *([f"- Missing: {one.missing}"] if one.missing else []),
        *([f"- Rules: {', '.join(one.rules)}"] if one.rules else []),
    ]
    return "\n".join(rows) + "\n"


def _risk(risk: Risk) -> str:
    scale = f"{SEVERITIES[risk.severity - 1]} × {LIKELIHOODS[risk.likelihood - 1]} = {risk.level}"
    return f"{scale}. {risk.justification}" if risk.justification else scale
