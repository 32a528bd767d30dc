"""How a refusal looks: the error objects of the Bot API, with the texts the real server uses.

Texts follow tdlib/telegram-bot-api (Client.cpp, ClientManager.cpp); a first letter is lowered the way it lowers it.
"""

from typing import Any


class ApiError(Exception):
    """A refusal of one Bot API call.

    Fields: code (HTTP status and `error_code`), description (the English sentence), parameters (`retry_after`,
    `migrate_to_chat_id`; empty for most).
    """

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    def as_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def _lowered(text: str) -> str:
    """Lower the first letter, except before a capital or an underscore (MESSAGE_ID_INVALID stays)."""
    if len(text) > 1 and (text[1] == "_" or "A" <= text[1] <= "Z"):
        return text
    return text[:1].lower() + text[1:]


def bad_request(text: str) -> ApiError:
    """Build the error 400 with this sentence."""
    return ApiError(400, f"Bad Request: {_lowered(text)}")


def forbidden(text: str) -> ApiError:
    """Build the error 403 with this sentence."""
    return ApiError(403, f"Forbidden: {text}")


def not_found(text: str = "") -> ApiError:
    """Build the error 404, with or without a sentence."""
    return ApiError(404, f"Not Found: {text}" if text else "Not Found")


def unauthorized(text: str = "") -> ApiError:
    """Build the error 401, with or without a sentence."""
    return ApiError(401, f"Unauthorized: {text}" if text else "Unauthorized")


def conflict(text: str) -> ApiError:
    """Build the error 409 with this sentence."""
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(seconds: int) -> ApiError:
    """Build the error 429; seconds: how long to stay silent."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def migrated(to_chat_id: int) -> ApiError:
    """Build the error for a group that has become a supergroup."""
    return ApiError(
        400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": to_chat_id}
    )
