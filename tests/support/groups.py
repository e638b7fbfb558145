"""A place for what happens in group chats, that only remembers it."""

from bot.group_updates import GroupUpdate


class HeardGroups:
    """Keeps every update it is given."""

    def __init__(self) -> None:
        self.heard: list[GroupUpdate] = []

    async def take(self, update: GroupUpdate, update_id: int) -> None:
        self.heard.append(update)
