"""The parameters of a call: JSON body, form, multipart and query string look the same to the methods."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.model import Json

MAX_BODY = 55 * 1024 * 1024
"""Bytes of a request; Telegram takes files of 50 MB."""


@dataclass(slots=True, frozen=True)
class Upload:
    """A file that came with the request."""

    name: str
    content_type: str
    data: bytes


class Params:
    """Named values of one call. The real server reads every value as text; so do we, with typed views on it."""

    __slots__ = ("files", "values")

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str) -> str:
        """Return the value as text, "" when absent."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return json.dumps(value)

    def flag(self, name: str) -> bool:
        """Return whether the value is true, yes or 1."""
        value = self.values.get(name)
        return value is True or (
            value is not None and self.text(name).strip().lower() in {"true", "yes", "1"}
        )

    def integer(self, name: str, default: int = 0, low: int | None = None, high: int | None = None) -> int:
        """Return the value as a number, clamped; text that is no number counts as 0, as td::to_integer has it."""
        if name not in self:
            return default
        try:
            number = int(self.text(name))
        except ValueError:
            number = 0
        if low is not None and number < low:
            return low
        if high is not None and number > high:
            return high
        return number

    def decimal(self, name: str) -> float:
        """Return the value as a float; text that is no finite number counts as 0."""
        try:
            number = float(self.text(name))
        except ValueError:
            return 0.0
        return number if isfinite(number) else 0.0

    def required(self, name: str) -> str:
        """Return the value as text. Raises ApiError 400 when it is absent or empty."""
        value = self.text(name)
        if not value:
            raise ApiError(400, f'Bad Request: parameter "{name}" is required')
        return value

    def data(self, name: str, complaint: str) -> Any:
        """Return a JSON-serialised value decoded, None when absent. Raises ApiError 400 with the complaint."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(complaint) from None

    def upload(self, name: str) -> Upload | None:
        """Return the file sent under this name or under the name it points to with `attach://`."""
        target = self.text(name)
        if target.startswith("attach://"):
            return self.files.get(target.removeprefix("attach://"))
        return self.files.get(name)


async def read_params(request: web.BaseRequest) -> Params:
    """Read a request's parameters from wherever it put them. Raises ApiError 400 on a malformed body."""
    values: Json = dict(request.query) if request.query_string else {}
    if request.method == "GET" or not request.can_read_body:
        return Params(values)
    kind = request.content_type
    if kind == "application/json":
        values.update(_json_object(await request.read()))
        return Params(values)
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        await request.read()
        return Params(values)
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            files[name] = Upload(value.filename, value.content_type, value.file.read())
        elif isinstance(value, str):
            values[name] = value
        else:
            values[name] = bytes(value).decode("utf-8", "surrogateescape")
    return Params(values, files)


def _json_object(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        values = json.loads(body)
    except ValueError:
        raise bad_request("can't parse parameter value: invalid JSON") from None
    if not isinstance(values, dict):
        raise ApiError(400, "Bad Request: JSON object expected")
    return values
