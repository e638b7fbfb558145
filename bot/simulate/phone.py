"""A runner's phone and the bot behind it, under a virtual clock.

Every event goes through `play`, with the bot started anew before it: the dialogue is written to JSON and read back,
and what is to come is kept as rows, as the store does.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.simulate.page import Page
from bot.simulate.tally import Tally
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Due, Event
from dialogs.machine import Outcome, play
from dialogs.replies import Edit, Message, Rows, Scheduled, Upcoming

Span = tuple[datetime, datetime]


class Phone:
    """One runner's chat. `now` is the clock, `zone` where the phone is, `rows` the open buttons.

    `down` are the spans in which the bot does not run: what falls due then, and what is written to it, waits.
    """

    def __init__(self, content: Content, now: datetime, zone: str, locale: str, page: Page | None = None) -> None:
        self.content, self.now, self.zone, self.page = content, now, zone, page
        self.stored = json.dumps(Dialogue(locale=locale).to_dict())
        self.dialogue = Dialogue(locale=locale)
        self.schedule: list[Upcoming] = []
        self.down: Sequence[Span] = ()
        self.tally = Tally()
        self.rows: Rows = ()

    def hear(self, event: Event, did: str = "") -> Outcome:
        """Play one event of the runner (`did` says what they did) or of the schedule."""
        if self.page and did:
            self.page.runner(self.now, self.zone, did)
        outcome = play(self.content, Dialogue.from_dict(json.loads(self.stored)), event, self.now)
        self.dialogue, self.stored = outcome.dialogue, json.dumps(outcome.dialogue.to_dict())
        if any(isinstance(record, Scheduled) for record in outcome.records):
            self.schedule = [Upcoming(kind, datetime.fromisoformat(at), day) for kind, at, day in self.dialogue.due]
        for reply in outcome.replies:
            if isinstance(reply, Edit | Message) and (reply.rows or isinstance(reply, Edit)):
                self.rows = reply.rows
            if self.page:
                self.page.reply(self.now, self.zone, self.dialogue.language, reply)
        self.tally.note(event, outcome, self.now, self.zone)
        return outcome

    def next_due(self) -> datetime | None:
        """When the bot plays what comes next."""
        return min((self.up_at(max(row.at, self.now)) for row in self.schedule), default=None)

    def play_due(self) -> Upcoming | None:
        """Play what is due first, as soon as it can be; what it was if that wrote to the runner."""
        row = min(self.schedule, key=lambda row: row.at)
        self.now = self.up_at(max(row.at, self.now))
        self.schedule.remove(row)
        outcome = self.hear(Due(row.kind, row.at))
        return row if any(isinstance(reply, Message) for reply in outcome.replies) else None

    def up_at(self, at: datetime) -> datetime:
        """`at`, or when the bot is back from the outage it lies in."""
        return next((end for start, end in self.down if start <= at < end), at)
