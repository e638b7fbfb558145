"""Asking a bot in another process how it is."""

import asyncio

import aiohttp

from support.botapi import PATIENCE_SECONDS


async def ask(port: int, path: str) -> tuple[int, str]:
    """Status and words; status 0 while nobody answers."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.status, await answer.text()
    except aiohttp.ClientConnectionError:
        return 0, ""


async def until_it_says(port: int, path: str, status: int, seconds: float = PATIENCE_SECONDS) -> str:
    async with asyncio.timeout(seconds):
        while (answer := await ask(port, path))[0] != status:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)
    return answer[1]
