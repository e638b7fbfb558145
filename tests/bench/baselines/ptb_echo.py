"""python-telegram-bot's echo bot, as in its documentation: `python -m bench.baselines.ptb_echo TOKEN SERVER [many]`.

With `many`, updates are handled side by side (`concurrent_updates`), as its guide to performance says.
"""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main(token: str, server: str, *options: str) -> None:
    """Poll until stopped."""
    builder = Application.builder().token(token).base_url(f"{server}/bot")
    application = builder.concurrent_updates("many" in options).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main(*sys.argv[1:])
