"""The exercise library on the page: its groups, each move with its picture, and what to do when one hurts."""

from dialogs.preview.chat import data_of
from dialogs.preview.living import Plans, live
from dialogs.preview.parts import Chapter, Part


def exercises(plans: Plans) -> Part:
    """Each group, and each of its moves."""
    part = Part("Exercises", "The library: every move with its picture, how it is done, and how much of it.")
    chat = plans["ladder"].begin()
    part.chapter("The groups").add("/exercises", chat.types("/exercises"))
    for group in [data for data in data_of(chat) if data.startswith("g:group_")]:
        there = chat.copy()
        opened = there.taps(group)
        chapter = part.chapter(opened.did)
        chapter.add("The group", opened)
        for move in [data for data in data_of(there) if data.startswith("g:move_")]:
            shown = there.copy().taps(move)
            chapter.add(shown.did, shown)
    hurts(plans, part.chapter("A move hurts"))
    stronger(plans, part.chapter("After three good weeks"))
    return part


def stronger(plans: Plans, chapter: Chapter) -> None:
    """What was added to a move is told wherever its dose is."""
    chat = plans["ladder"].begin()
    live(chat, ["OK"] * GOOD_DAYS, diligent=True)
    chapter.add("Today", chat.types("/today"))
    chat.types("/exercises")
    chat.taps("g:group_hip")
    chapter.add("A move with a stronger band", chat.taps("g:move_clamshell_band"))


def hurts(plans: Plans, chapter: Chapter) -> None:
    """Another takes its place; where those hurt too, the region rests."""
    chat = plans["ladder"].begin()
    for number in range(1, MOST_SWAPS + 1):
        chat.types("/exercises")
        chat.taps("g:group_knee")
        move = [data for data in data_of(chat) if data.startswith("g:move_")][number - 1]
        chat.taps(move)
        turn = chat.taps(next(data for data in data_of(chat) if data.startswith("g:hurts_")))
        chapter.add(f"Move {number} that hurts on a day", turn)


MOST_SWAPS = 4
GOOD_DAYS = 21
