"""setWebhook, deleteWebhook, getWebhookInfo."""

import re
from urllib.parse import urlsplit

from bot.sandbox.account import Account, Answer, Described, Webhook
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.updates import UNASKED

MAX_SECRET = 256
DEFAULT_CONNECTIONS = 40
MAX_CONNECTIONS = 100
_SECRET = re.compile(r"[A-Za-z0-9_\-]*")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def set_webhook(account: Account, params: Params) -> Answer:
    """SetWebhook; an empty URL deletes it."""
    url = params.text("url")
    if not url:
        return delete_webhook(account, params)
    _check_url(url)
    secret = params.text("secret_token")
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    updates = account.world.updates
    if params.flag("drop_pending_updates"):
        updates.clear()
    updates.allow(params.data("allowed_updates", "Can't parse allowed updates"))
    same = account.webhook.url == url and account.webhook.secret == secret
    connections = params.integer("max_connections", DEFAULT_CONNECTIONS, 1, MAX_CONNECTIONS)
    account.webhook = Webhook(url, secret, connections, params.text("ip_address"))
    updates.stop_reader("terminated by setWebhook request")
    updates.wake_pusher()
    return Described("Webhook is already set" if same else "Webhook was set")


def _check_url(url: str) -> None:
    """Raise ApiError 400 for a URL Telegram would not call; plain HTTP is taken on this machine only."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"}:
        raise bad_request("invalid webhook URL specified")
    if parts.scheme == "http" and host not in _LOCAL:
        raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")


def delete_webhook(account: Account, params: Params) -> Answer:
    """DeleteWebhook."""
    was_set = bool(account.webhook.url)
    if params.flag("drop_pending_updates"):
        account.world.updates.clear()
    account.webhook = Webhook()
    return Described("Webhook was deleted" if was_set else "Webhook is already deleted")


def get_webhook_info(account: Account, _: Params) -> Answer:
    """GetWebhookInfo."""
    hook, updates = account.webhook, account.world.updates
    info: Json = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(updates)}
    if hook.url:
        info["max_connections"] = hook.max_connections
        if hook.ip_address:
            info["ip_address"] = hook.ip_address
    if hook.last_error_at is not None:
        info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    if updates.allowed != UNASKED:
        info["allowed_updates"] = sorted(updates.allowed)
    return info
