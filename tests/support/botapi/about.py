"""Methods about the bot, its chats, their members and files."""

import json
from collections.abc import Callable

from .errors import bad_request, forbidden, malformed
from .state import State
from .values import Json, Params

LEFT = {
    "group": "bot is not a member of the group chat",
    "supergroup": "bot is not a member of the supergroup chat",
}
MAX_COMMANDS = 100
_LIMITS = {"description": 512, "short_description": 120, "name": 64}


def get_me(state: State, params: Params) -> dict[str, Json]:
    """The bot's own User object."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
    return {**state.bot, **abilities}


def get_chat(state: State, params: Params) -> dict[str, Json]:
    """The ChatFullInfo object."""
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    accepted = dict.fromkeys(gifts, True)
    chat = state.chats.get(params["chat_id"])
    return {
        **chat.as_telegram,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": accepted,
    }


def get_chat_member(state: State, params: Params) -> dict[str, Json]:
    """The ChatMember object of one person or the bot."""
    chat, user_id = state.chats.writable(params["chat_id"]), params["user_id"]
    return member(state, user_id, chat.members.get(user_id, "member" if chat.id == user_id else "left"))


def get_chat_administrators(state: State, params: Params) -> list[dict[str, Json]]:
    """Creator and administrators, without bots."""
    chat = state.chats.writable(params["chat_id"])
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    found = [(who, status) for who, status in chat.members.items() if status in ("creator", "administrator")]
    return [member(state, who, status) for who, status in found if who in state.people]


def leave_chat(state: State, params: Params) -> bool:
    """The bot leaves a group."""
    chat = state.chats.writable(params["chat_id"])
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.refusal = forbidden(LEFT[chat.type])
    chat.members.pop(state.bot["id"], None)
    state.changes.happened()
    return True


def set_my_commands(state: State, params: Params) -> bool:
    """Per scope and language."""
    commands = params["commands"]
    if len(commands) > MAX_COMMANDS:
        raise malformed("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command["command"]
        good = name.isascii() and name.replace("_", "a").isalnum() and name == name.lower() and len(name) <= 32
        if not good:
            raise malformed("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise malformed("BOT_COMMAND_DESCRIPTION_INVALID")
    state.settings.commands[_scope(params)] = commands
    return True


def get_my_commands(state: State, params: Params) -> list[dict[str, Json]]:
    """What was set for exactly this scope and language."""
    return state.settings.commands.get(_scope(params), [])


def delete_my_commands(state: State, params: Params) -> bool:
    """Back to none."""
    state.settings.commands.pop(_scope(params), None)
    return True


def text_setter(name: str) -> Callable[[State, Params], bool]:
    """setMyName, setMyDescription, setMyShortDescription."""

    def set_text(state: State, params: Params) -> bool:
        text = params.get(name, "")
        if len(text) > _LIMITS[name]:
            raise malformed(f"bot {name.replace('_', ' ')} is too long")
        state.settings.texts[name, params.get("language_code", "")] = text
        return True

    return set_text


def text_getter(name: str) -> Callable[[State, Params], dict[str, str]]:
    """getMyName and the like."""

    def get_text(state: State, params: Params) -> dict[str, str]:
        texts = state.settings.texts
        return {name: texts.get((name, params.get("language_code", ""))) or texts.get((name, ""), "")}

    return get_text


def get_file(state: State, params: Params) -> dict[str, Json]:
    """Where a file can be fetched."""
    if params["file_id"] not in state.files:
        raise bad_request("invalid file_id")
    file, _ = state.files[params["file_id"]]
    path = f"{file.kind}s/{file.file_id}"
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_id[::-1],
        "file_size": file.size,
        "file_path": path,
    }


def member(state: State, user_id: int, status: str) -> dict[str, Json]:
    """A ChatMember object with what its status requires."""
    user = state.bot if user_id == state.bot["id"] else None
    if user is None and user_id in state.people:
        user = state.people[user_id].as_telegram
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    found: dict[str, Json] = {"status": status, "user": user}
    if status == "kicked":
        found["until_date"] = 0
    elif status == "creator":
        found["is_anonymous"] = False
    elif status == "administrator":
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
            "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
            "can_edit_stories can_delete_stories"
        )
        found |= dict.fromkeys(rights.split(), False)
    return found


def _scope(params: Params) -> str:
    return json.dumps([params.get("scope", {"type": "default"}), params.get("language_code", "")], sort_keys=True)
