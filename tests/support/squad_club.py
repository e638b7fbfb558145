"""Several people who share squads, without a database: what is put on record is kept as a store would keep it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot.squads import dissolved, token_of, wants_members
from dialogs.content import Content
from dialogs.dialogue import Dialogue
from dialogs.events import Due, Event
from dialogs.replies import (
    CoachJoined,
    CoachLeft,
    Erased,
    FiguresIssued,
    Invited,
    Joined,
    LinkRevoked,
    Looked,
    Record,
    Reply,
    SharingSet,
    SquadChanged,
    SquadDissolved,
    SquadFounded,
    SquadLeft,
    Told,
    ToldRunners,
    WrongToken,
)
from dialogs.squads.around import Around, Coached, In, Invitation, Link, Look
from dialogs.squads.issuing import Issued, moved
from dialogs.squads.people import Membership, Squad
from dialogs.squads.push import Pushed, forget
from dialogs.wording import words
from support.conversation import START, Conversation, plain

GUESSES = 5


@dataclass
class Kept:
    """A squad as it is kept: its coaches by id, its members, what was shown and told, who looked."""

    squad: Squad
    coaches: dict[int, str]
    members: dict[int, Membership] = field(default_factory=dict)
    issued: Issued = field(default_factory=Issued)
    pushed: Pushed = field(default_factory=Pushed)
    looks: list[tuple[Look, int | None]] = field(default_factory=list)


@dataclass(repr=False)
class Club:
    """People by name. `tokens` are the links by their tokens, `told` who was told what, oldest first."""

    content: Content
    now: datetime = START
    people: dict[str, Conversation] = field(default_factory=dict)
    squads: dict[int, Kept] = field(default_factory=dict)
    tokens: dict[str, tuple[int, str, Link]] = field(default_factory=dict)
    wrong: dict[int, list[datetime]] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    records: list[tuple[str, Record]] = field(default_factory=list)
    link: str = "/start {token}"
    _made: int = 0

    def __repr__(self) -> str:
        return f"Club({', '.join(self.people)})"

    def comes(self, name: str, conversation: Conversation | None = None) -> Conversation:
        """Somebody is there from now on; a conversation begun elsewhere goes on here."""
        conversation = conversation or Conversation(self.content)
        self.people[name] = conversation
        conversation.now = self.now
        conversation.around = partial(self.around, self.id_of(name))
        return conversation

    def id_of(self, name: str) -> int:
        """The number of a person, from 1."""
        return 1 + list(self.people).index(name)

    def name_of(self, runner: int) -> str:
        """The person of a number."""
        return list(self.people)[runner - 1]

    def says(self, name: str, line: str) -> tuple[Reply, ...]:
        """What somebody does, and what becomes of it."""
        return self.hears(name, self.people[name].event_of(line))

    def hears(self, name: str, event: Event) -> tuple[Reply, ...]:
        """One event of somebody, and what becomes of it."""
        conversation, before = self.people[name], len(self.people[name].records)
        conversation.now = self.now
        around = self.around(self.id_of(name), conversation.dialogue, event)
        replies = conversation.hear(event)
        self.keep(name, conversation.records[before:], around)
        return replies

    def digest(self, squad: int) -> None:
        """The hour of a squad comes."""
        for coach in list(self.squads[squad].coaches):
            self.hears(self.name_of(coach), Due(f"digest:{squad}", self.now))

    def later(self, **away: float) -> None:
        """Time passes for everybody."""
        self.now += timedelta(**away)

    # what an event may know

    def around(self, me: int, dialogue: Dialogue, event: Event) -> Around:
        """The squads around somebody, as little of them as the event needs."""
        digest = event.kind.partition(":")[2] if isinstance(event, Due) else ""
        coached = [self.coached(one) for one in self.squads.values() if me in one.coaches]
        if digest:
            coached = [one for one in coached if str(one.squad.id) == digest]
        if coached and wants_members(event, dialogue):
            coached = [replace(one, members=tuple(self.shown_in(one.squad.id))) for one in coached]
        joined = [self.joined(one, me) for one in self.squads.values() if me in one.members]
        token, left = token_of(event, dialogue), self.guesses_left(me)
        invited = self.invitation(token) if token and left else None
        return Around(me, tuple(coached), tuple(joined), invited, left, f"token-{self._made + 1}", self.link)

    def coached(self, kept: Kept) -> Coached:
        """A squad for its coach, without members."""
        links = tuple(link for squad, _, link in self.tokens.values() if squad == kept.squad.id and self.works(link))
        return Coached(self.with_coaches(kept), kept.coaches, (), links, kept.issued, kept.pushed)

    def joined(self, kept: Kept, me: int) -> In:
        """A squad for one who is in it."""
        looks = tuple(look for look, runner in reversed(kept.looks) if runner in (None, me))
        return In(self.with_coaches(kept), kept.members[me], kept.coaches, looks, kept.issued, kept.pushed)

    def with_coaches(self, kept: Kept) -> Squad:
        """The squad with the ids of its coaches."""
        return replace(kept.squad, coaches=tuple(kept.coaches))

    def shown_in(self, squad: int) -> Iterator[tuple[Membership, Dialogue]]:
        """Who shares something with a squad."""
        for runner, member in self.squads[squad].members.items():
            if member.level:
                yield member, self.people[self.name_of(runner)].dialogue

    def invitation(self, token: str) -> Invitation | None:
        """What a token leads to; None for a wrong, used, stopped or old one."""
        squad, role, link = self.tokens.get(token, (0, "", None))
        if link is None or not self.works(link) or squad not in self.squads:
            return None
        kept = self.squads[squad]
        coach = next(iter(kept.coaches.values()))
        return Invitation(self.with_coaches(kept), role, coach, kept.coaches, kept.issued, kept.pushed)

    def works(self, link: Link) -> bool:
        """Whether a link can be used."""
        return link.uses > 0 and link.until > self.now

    def guesses_left(self, me: int) -> int:
        """How many wrong tokens somebody may still try this hour."""
        tried = [at for at in self.wrong.get(me, ()) if self.now - at < timedelta(hours=1)]
        return max(GUESSES - len(tried), 0)

    # what is kept

    def keep(self, name: str, records: list[Record], around: Around) -> None:
        """Keep what an event put on record, and tell whom that tells; who was in a squad that is over hears it."""
        for squad, known in dissolved(records, around).items():
            for runner in self.squads[squad].members:
                if runner != around.me:
                    self.tell(Told(runner, "squad_over", {"squad": known}))
        for record in records:
            self.records.append((name, record))
            self.keep_one(around.me, record)

    def tell(self, told: Told) -> None:
        """Somebody reads a word."""
        name = self.name_of(told.runner)
        language = self.people[name].dialogue.language
        self.told.append((name, plain(words(self.content, language, told.text, told.values))))

    def keep_one(self, me: int, record: Record) -> None:  # noqa: C901 - one case a record
        """Keep one record."""
        match record:
            case Told():
                self.tell(record)
            case ToldRunners(squad_id, text, values):
                for runner in self.squads[squad_id].members:
                    if runner != me:
                        self.tell(Told(runner, text, values))
            case SquadFounded(name, zone, hour, every, coach):
                self._made += 1
                number = 1 + max(self.squads, default=0)
                squad = Squad(number, name, zone, hour, "day" if every == "day" else "week")
                self.squads[number] = Kept(squad, {me: coach})
            case SquadChanged(squad_id, name, zone, hour, every):
                rhythm = "day" if every == "day" else "week"
                self.squads[squad_id].squad = Squad(squad_id, name, zone, hour, rhythm)
            case SquadDissolved(squad_id):
                del self.squads[squad_id]
            case Invited(squad_id, role, token, uses, until):
                self._made += 1
                self.tokens[token] = squad_id, role, Link(self._made, role, uses, uses, until)
            case LinkRevoked(_, number):
                self.tokens = {token: kept for token, kept in self.tokens.items() if kept[2].id != number}
            case WrongToken():
                self.wrong.setdefault(me, []).append(self.now)
            case CoachJoined(squad_id, name, token):
                self.squads[squad_id].coaches[me] = name
                self.use(token)
            case CoachLeft(squad_id):
                del self.squads[squad_id].coaches[me]
            case Joined(squad_id, name, level, parent_ok, token):
                self.squads[squad_id].members[me] = Membership(me, name, level, self.now, parent_ok=parent_ok)
                self.note_move(squad_id, me, 0, level)
                self.use(token)
            case SharingSet(squad_id, name, level, parent_ok):
                member = self.squads[squad_id].members[me]
                self.squads[squad_id].members[me] = replace(member, name=name, level=level, parent_ok=parent_ok)
                self.note_move(squad_id, me, member.level, level)
            case SquadLeft(squad_id):
                member = self.squads[squad_id].members.pop(me)
                self.note_move(squad_id, me, member.level, 0)
            case Looked(squad_id, runner):
                kept = self.squads[squad_id]
                kept.looks.append((Look(kept.coaches[me], self.now), runner))
            case FiguresIssued(squad_id, issued, pushed):
                self.squads[squad_id].issued = Issued.from_dict(issued)
                self.squads[squad_id].pushed = Pushed.from_dict(pushed)
            case Erased():
                self.forget_runner(me)

    def note_move(self, squad: int, runner: int, before: int, after: int) -> None:
        """The figures of a squad know that somebody came, left, or shares more or less."""
        kept = self.squads[squad]
        kept.issued = moved(kept.issued, before, after, self.now)
        if not after:
            kept.pushed = forget(kept.pushed, runner)

    def forget_runner(self, runner: int) -> None:
        """Somebody erased everything."""
        for number, kept in list(self.squads.items()):
            kept.members.pop(runner, None)
            if list(kept.coaches) == [runner]:
                del self.squads[number]
            kept.coaches.pop(runner, None)

    def use(self, token: str) -> None:
        """One use of a link less."""
        squad, role, link = self.tokens[token]
        self.tokens[token] = squad, role, replace(link, uses=link.uses - 1)
