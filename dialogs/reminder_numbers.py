"""The numbers of what is sent unasked: how late it may be, how often it comes, how long into a silence."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from dialogs.plan_numbers import a_number, read_numbers, read_parts
from dialogs.reading import Problems

FILE = "plan/reminders.yaml"


@dataclass(frozen=True, slots=True)
class ReminderNumbers:
    """Each number by its id in content/plan/reminders.yaml, where a line says what it is."""

    window: int = a_number("hours")
    reminder_after: int = a_number("hours")
    later: int = a_number("hours")
    prompts: int = a_number("times")
    reminded: int = a_number("times")
    first_word: int = a_number("days")
    second_word: int = a_number("days")
    last_word: int = a_number("days")
    seen_now: int = a_number("days")
    seen_today: int = a_number("days")
    seen_48h: int = a_number("days")
    seen_1_week: int = a_number("days")
    seen_2_weeks: int = a_number("days")

    @property
    def open_for(self) -> timedelta:
        """How long after its hour a message may still go out."""
        return timedelta(hours=self.window)

    def seen_after(self, by: str) -> int:
        """Days from a verdict with this time frame to the question whether the runner was seen."""
        days: int = getattr(self, f"seen_{by.replace(' ', '_')}")
        return days


def read_reminder_numbers(folder: Path, problems: Problems) -> ReminderNumbers:
    """The numbers of a content folder; what is wrong is a finding each."""
    entries = read_parts(folder, FILE, {"numbers": "list!"}, problems).get("numbers")
    return read_numbers(ReminderNumbers, FILE, entries, problems)
