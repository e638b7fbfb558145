"""Weeks in seconds: a persona, or a club of them, lives with the bot under a virtual clock.

Everything is played by the same machine as in a chat, with the same content; only time, chance and knees are made up.
"""

import os
from collections.abc import Callable
from random import Random

from bot.simulate.club import club_lines, live_together
from bot.simulate.living import Life
from bot.simulate.page import Page
from bot.simulate.reading import find_persona, read_persona
from bot.simulate.summing import life_line
from dialogs.content import read_content

Put = Callable[[str], object]
CLUB_DAYS = 56


def simulate_life(name: str, days: int | None, seed: int, put: Put) -> bool:
    """The life of a persona (a file, or one that came along), line by line, and a line of totals.

    Whether the promises were kept. Raises a KneewiseError for a persona that can't be read.
    """
    content = read_content()
    persona = read_persona(content, find_persona(name))
    put(f"{persona.name}. {persona.about.strip()}")
    page = Page(content, put)
    life = Life(content, persona, Random(seed), page)  # noqa: S311  # a made-up life, no secrets
    life.live(days or persona.days)
    page.end(life_line(life, days or persona.days))
    return life.tally.is_kept


def simulate_club(runners: int, days: int | None, seed: int, put: Put) -> bool:
    """A club of so many runners, and what became of it; whether the promises were kept."""
    days = days or CLUB_DAYS
    fates = live_together(runners, days, seed, processes=os.cpu_count() or 1)
    for line in club_lines(fates, days, seed):
        put(line)
    return fates.is_kept
