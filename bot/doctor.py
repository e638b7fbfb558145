"""What is wrong with this deployment and how to mend it, in plain words."""

import asyncio

from bot.clock import SystemClock
from bot.doctor_machine import examine_machine
from bot.doctor_online import examine_telegram
from bot.finding import Finding
from bot.settings import Settings, read_settings
from bot.store.looking import is_in_use


def examine(settings: Settings) -> list[Finding]:
    """Everything that can be looked at, without changing anything and whether the bot runs or not."""
    running = is_in_use(settings.database)
    clock = SystemClock()
    found = examine_machine(settings, running, clock.now())
    return found + asyncio.run(examine_telegram(settings, running, clock))


def doctor() -> tuple[list[str], bool]:
    """A line for each finding of this process's environment, and whether all is well. Raises SettingsError."""
    found = examine(read_settings())
    problems = sum(finding.problem for finding in found)
    end = "all is well." if not problems else f"{problems} thing{'' if problems == 1 else 's'} to mend."
    return [*map(str, found), end], not problems
