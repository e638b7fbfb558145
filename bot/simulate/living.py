"""A persona lives through the weeks: trains, looks at the plan, answers or does not, travels, is seen by somebody."""

from datetime import datetime, time, timedelta
from functools import partial
from random import Random

from bot.simulate.hands import A_TAP, Hands
from bot.simulate.page import Page
from bot.simulate.persona import Persona, Turn, Visit
from bot.simulate.planned import AROUND, outing
from bot.simulate.tally import Tally
from bot.simulate.thumbs import tap_named
from dialogs.care import open_care
from dialogs.content import Content
from dialogs.earlier import SENT_TO_CARE
from dialogs.events import Event, Tick
from dialogs.holding import may_run_today
from dialogs.hours import instant, local_date, read_time
from dialogs.keeping import zone_of
from dialogs.plans import course_today, has_checked_in
from dialogs.reminding import CHECK_IN, HOUR
from dialogs.replies import Planned, Record, VerdictGiven

A_WHILE = timedelta(minutes=2)
VISITED, TOLD = time(10), time(20, 40)


class Life(Hands):
    """One runner and the bot, day by day."""

    def __init__(self, content: Content, persona: Persona, chance: Random, page: Page | None = None) -> None:
        super().__init__(content, persona, chance, page)
        self.warm_ups = persona.habits.warm_ups
        self._clock = 0

    @property
    def tally(self) -> Tally:
        """What came of it so far."""
        return self.phone.tally

    def live(self, days: int) -> Tally:
        """Sign up, then live so many days, the first one included."""
        start = self.persona.starts.date()
        end = instant(start + timedelta(days=days), time(0), self.persona.zone)
        downs = [(turn, self.local(turn)) for turn in self.persona.lives]
        self.phone.down = [(at, at + timedelta(hours=turn.down_hours)) for turn, at in downs if turn.down_hours]
        for turn, at in downs:
            self.wish(at, partial(self.take, turn))
        self.sign_up()
        self.plan_training()
        while self.step(end):
            pass
        return self.tally

    def step(self, end: datetime) -> bool:
        """What comes next: something falls due, or the runner does something; False if all of it is after `end`."""
        due = self.phone.next_due()
        wish = self.agenda.next_at()
        at = min((one for one in (due, wish) if one is not None), default=end)
        if at >= end:
            return False
        if at == due:
            self.hear_due()
        else:
            self.phone.now = max(self.phone.now, at)
            self.agenda.take()()
        return True

    def local(self, turn: Turn) -> datetime:
        """When something happens, by the clock at home."""
        day = self.persona.starts.date() + timedelta(days=turn.day - 1)
        return instant(day, turn.at, self.persona.zone)

    def sign_up(self) -> None:
        """From hello to the plan."""
        self.say("start")
        self.go_on()

    def heed(self, record: Record) -> None:
        """A plan begins: the clock must be right. A verdict sends the runner to care: they go."""
        match record:
            case Planned():
                self.wish(self.phone.now + A_WHILE, self.tell_zone)
            case VerdictGiven(verdict=verdict) if verdict["disposition"] in SENT_TO_CARE:
                self.see_somebody()

    # the day

    @property
    def today(self) -> int:
        """The number of this day on the runner's calendar."""
        return (local_date(self.phone.now, self.phone.zone) - self.persona.starts.date()).days + 1

    def plan_training(self) -> None:
        """Train at the usual hour, once a day; what was planned by another clock is off."""
        self._clock += 1
        days = 1 if self.runner.day == self.today and self._clock > 1 else 0
        self.wish(self.at_hour(self.persona.habits.trains, days=days), partial(self.train, self._clock))

    def train(self, clock: int) -> None:
        """The time of day for exercises and runs; a new day has begun."""
        if clock != self._clock:
            return
        self.runner.wake(self.today)
        self.plan_training()
        if self.runner.is_silent or self.phone.dialogue.plan is None:
            return
        if self.runner.is_back:
            hour = read_time(self.phone.dialogue.settings.get("hour", f"{HOUR:%H:%M}"))
            self.wish(self.at_hour(hour) + timedelta(minutes=20), self.come_back)
        course = course_today(self.scene)
        if course.locked is None:
            self.follow_plan(resting=course.resting)

    def follow_plan(self, *, resting: bool) -> None:
        """Look at today's card, do the exercises, walk, run."""
        habits = self.persona.habits
        moves, runs = self.runner.likely(habits.exercises), self.runner.likely(habits.runs)
        runs = runs and may_run_today(self.scene)
        if moves or runs:
            self.say("today")
        while moves and (tick := tap_named(self.phone.rows, is_move)) is not None:
            self.wait(A_TAP)
            self.hear(*tick)
        if runs:
            self.go_running()
        elif resting and self.runner.knee.walk() != "none":
            self.note(f"walks for half an hour: {self.runner.knee.walk()}")
        is_asked = any(row.kind == CHECK_IN for row in self.phone.schedule)
        if (moves or runs) and not is_asked and self.runner.likely(habits.answers):
            # The bot has fallen silent, and the card says that there was no check-in.
            self.say("checkin")
            self.go_on()

    def go_running(self) -> None:
        """Warm up, and run what the knee after it allows."""
        sore = round(self.runner.knee.sore)
        if self.warm_ups and self.tap("warm_up"):
            self.warm_ups -= 1
            self.tap("gate_low" if sore <= 2 else "gate_three" if sore == 3 else "gate_high")
        plan = outing(self.scene)
        match self.content.load.gate(sore):
            case "short":
                minutes = self.content.load.warm_up.short_minutes(round(plan.out - AROUND))
                plan = plan.short(minutes)
            case "none":
                self.note("the knee is too sore after the warm-up, so there is no run")
                return
        plan, run = self.runner.run(plan)
        self.wait(timedelta(minutes=plan.out))
        self.tally.runs += 1
        how = "runs far more than planned" if run.over else "runs as planned"
        self.note(f"{how}; pain {run.pain:.0f}{', and stops because of it' if run.stopped else ''}")

    def come_back(self) -> None:
        """After a silence the runner writes first."""
        if self.phone.dialogue.plan is None or has_checked_in(self.scene):
            return
        self.say("checkin")
        self.go_on()

    # what comes between

    def see_somebody(self) -> None:
        """A verdict sent the runner to care: the visits that follow."""
        self.visit = None
        for visit in self.persona.care:
            self.wish(self.at_hour(VISITED, days=visit.after_days), partial(self.be_seen, visit))

    def be_seen(self, visit: Visit) -> None:
        """A clinician looks at the knee; the bot hears of it when it asks, or in the evening."""
        self.visit = visit
        self.note("is seen, and may run again" if visit.said == "cleared" else "is seen, and may not run yet")
        self.wish(self.at_hour(TOLD), self.tell_seen)

    def tell_seen(self) -> None:
        """Say so, if the bot did not ask."""
        if open_care(self.scene) is not None and not self.runner.is_silent:
            self.say("seen")
            self.go_on()

    def take(self, turn: Turn) -> None:
        """Travel, or the bot is down for a while."""
        if turn.zone is None:
            self.note(f"the bot is down for {turn.down_hours:g} hours")
            return
        self.phone.zone, self.city = turn.zone, turn.says
        self.plan_training()
        self.note(f"is in {turn.says} now")
        self.tell_zone()

    def tell_zone(self) -> None:
        """Say which city it is, if the bot goes by another clock."""
        if self.city and zone_of(self.scene) != self.phone.zone:
            self.say("settings")
            self.tap("change_zone")
            self.go_on()


def is_move(event: Event) -> bool:
    """Whether a button says that an exercise is done."""
    return isinstance(event, Tick) and event.screen == "today"
