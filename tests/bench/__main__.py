"""`python -m bench [FIGURE ...]`: measure these, or all, then print one table."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from time import perf_counter

from dialogs.content import Content, read_content

from . import (
    day,
    drawing,
    due,
    durable,
    engine,
    fan_out,
    flood,
    keeping,
    latency,
    simulated,
    size,
    squads,
    start,
    throughput,
)
from .table import Row, table


async def _engine(content: Content) -> list[Row]:
    return engine.measure(content)


FIGURES: dict[str, Callable[[Content], Awaitable[list[Row]]]] = {
    "engine": _engine,
    "durable": durable.measure,
    "latency": lambda _: latency.measure(),
    "throughput": lambda _: throughput.measure(),
    "drawing": drawing.measure,
    "simulated": lambda _: simulated.measure(),
    "due": due.measure,
    "fan_out": fan_out.measure,
    "flood": lambda _: flood.measure(),
    "size": size.measure,
    "squads": squads.measure,
    "start": lambda _: start.measure(),
    "keeping": lambda _: keeping.measure(),
    "day": day.measure,
}


def main(names: list[str]) -> None:
    """Measure these figures, or all."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        sys.exit(f"There is no figure {unknown[0]!r}. There are {', '.join(FIGURES)}.")
    content, rows = read_content(), []
    # As `kneewise run` does: what is loaded by now, the libraries compared included, is no garbage of any turn.
    gc.collect()
    gc.freeze()
    for name in names or FIGURES:
        began = perf_counter()
        rows += asyncio.run(_measured(name, content))
        print(f"{name}: measured in {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    print(table(rows))


async def _measured(name: str, content: Content) -> list[Row]:
    return await FIGURES[name](content)


if __name__ == "__main__":
    main(sys.argv[1:])
