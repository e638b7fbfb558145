"""A loopback Telegram Bot API server that is as strict as Telegram, and a little stricter.

`BotApi` runs in the test's own process, `RemoteBotApi` talks to one in another.
"""

from .api import BotApi
from .clock import Clock
from .limits import Limits
from .messages import Message
from .people import Group, User
from .remote import RemoteBotApi, RemoteUser
from .state import PATIENCE_SECONDS, Answer, Tap

__all__ = [
    "PATIENCE_SECONDS",
    "Answer",
    "BotApi",
    "Clock",
    "Group",
    "Limits",
    "Message",
    "RemoteBotApi",
    "RemoteUser",
    "Tap",
    "User",
]
