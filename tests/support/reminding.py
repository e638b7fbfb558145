"""When a runner is written to, by the numbers that are shipped."""

from functools import partial

from dialogs import reminding
from dialogs.content import FOLDER
from dialogs.reading import Problems
from dialogs.reminder_numbers import read_reminder_numbers

NUMBERS = read_reminder_numbers(FOLDER, Problems())

upcoming = partial(reminding.upcoming, NUMBERS)
snoozed = partial(reminding.snoozed, NUMBERS)
window_end = partial(reminding.window_end, NUMBERS)
is_too_late = partial(reminding.is_too_late, NUMBERS)
seen_at = partial(reminding.seen_at, NUMBERS)
