"""`python -m bot` is `kneewise`."""

from bot.cli import main

main()
