"""A local Telegram: a Bot API server with people in it, for trying and testing the bot without a token.

It knows nothing of the product; the bot talks to it over HTTP as to the real server. `Sandbox` is the whole of it in one
process, `python -m bot.sandbox` the same in a process of its own, `SandboxClient` plays people there. See docs/sandbox.md.
"""

from bot.sandbox.client import SandboxClient
from bot.sandbox.model import ADMIN_ID
from bot.sandbox.sandbox import SANDBOX_TOKEN, Sandbox

__all__ = ["ADMIN_ID", "SANDBOX_TOKEN", "Sandbox", "SandboxClient"]
