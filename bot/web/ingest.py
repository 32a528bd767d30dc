"""Reports that other programs push."""

import hmac
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.domain.clock import Clock
from bot.domain.errors import InputError
from bot.services.ingestion import Ingestion
from bot.sources.jsonl import parse_object

MOST_REPORTS = 500


@dataclass(frozen=True, slots=True)
class Ingest:
    """Answers POST /ingest/reports: one JSON object or a list, with one of the keys as bearer token."""

    ingestion: Ingestion
    keys: tuple[str, ...]
    now: Clock

    async def reports(self, request: web.Request) -> web.Response:
        """Ingest every report or none that is malformed: 202 with new ids, 200 when all were known.

        400 is no JSON, 401 a missing or wrong key, 413 too much, 422 an object that is no report; each one sentence.
        """
        if not self._authorized(request):
            return _refusal(401, "A valid key is needed: Authorization: Bearer …")
        try:
            body = json.loads(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return _refusal(413, "The body is too large; send fewer reports at once.")
        except ValueError:
            return _refusal(400, "The body is no JSON.")
        items = body if isinstance(body, list) else [body]
        if len(items) > MOST_REPORTS:
            return _refusal(413, f"At most {MOST_REPORTS} reports at once.")
        try:
            found = [parse_object(item, now=self.now()) for item in items]
        except InputError as error:
            return _refusal(422, f"This is no report: {error}.")
        results = [await self.ingestion.ingest(report) for report in found]
        answer: list[dict[str, Any]] = [{"id": result.report_id, "known": result.known} for result in results]
        known = all(result.known for result in results)
        return web.json_response({"reports": answer}, status=200 if known else 202)

    def _authorized(self, request: web.Request) -> bool:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return False
        matches = [hmac.compare_digest(given.encode(), key.encode()) for key in self.keys]
        return any(matches)


def _refusal(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
