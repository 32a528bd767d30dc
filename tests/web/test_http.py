"""The HTTP server: health, metrics, pushed reports and the webhook."""

from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from bot.services.alerts import Alerts
from bot.services.ingestion import Ingestion
from bot.updates.webhook import SECRET_HEADER, Webhook
from bot.web.health import Health
from bot.web.ingest import Ingest
from bot.web.server import serving

KEY = {"Authorization": "Bearer right-key"}
SECRET = "s" * 40
REPORT = {
    "source": "Desk", "key": "1", "published_at": "2017-07-08",
    "text": "Iraqi security forces captured Old Mosul from ISIS, the Iraqi military declared.",
}  # fmt: skip


@pytest.fixture
async def web_of(storage, world):
    ingest = Ingest(Ingestion(storage, world, Alerts(world, "en")), ("other-key", "right-key"), storage.now)
    webhook = Webhook(storage, SECRET, lambda: None)
    route = web.post(webhook.path, webhook.receive)
    async with (
        serving("127.0.0.1:0", Health(storage), ingest, [route]) as url,
        aiohttp.ClientSession(url) as session,
    ):
        yield session, webhook.path


async def test_it_is_alive_and_ready_and_counts(web_of):
    session, _ = web_of
    for path in ("/healthz", "/readyz"):
        async with session.get(path) as answer:
            assert answer.status == 200
    async with session.get("/metrics") as answer:
        assert "situation_reports_total" in await answer.text()


async def test_a_report_is_accepted_once(web_of):
    session, _ = web_of
    async with session.post("/ingest/reports", json=REPORT, headers=KEY) as answer:
        assert answer.status == 202
        first = (await answer.json())["reports"][0]
    async with session.post("/ingest/reports", json=[REPORT], headers=KEY) as answer:
        assert answer.status == 200
        assert (await answer.json())["reports"][0] == {"id": first["id"], "known": True}


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (REPORT, {}, 401),
        (REPORT, {"Authorization": "Bearer wrong"}, 401),
        (REPORT, {"Authorization": "Basic right-key"}, 401),
        ({}, KEY, 422),
        ([REPORT, {"text": "x"}], KEY, 422),
        ("text", KEY, 422),
        ([REPORT] * 501, KEY, 413),
    ],
)
async def test_what_is_refused_is_one_sentence(web_of, body, headers, status):
    session, _ = web_of
    async with session.post("/ingest/reports", json=body, headers=headers) as answer:
        assert answer.status == status
        assert (await answer.json())["error"]


async def test_a_body_that_is_no_json_or_too_large(web_of):
    session, _ = web_of
    async with session.post("/ingest/reports", data=b"nonsense", headers=KEY) as answer:
        assert answer.status == 400
    async with session.post("/ingest/reports", data=BytesIO(b" " * 5_000_000), headers=KEY) as answer:
        assert answer.status == 413


async def test_the_webhook_stores_an_update_once_and_only_with_its_secret(web_of, storage):
    session, path = web_of
    update = {"update_id": 5, "message": {"chat": {"id": 1}}}
    for secret, status in (("", 403), ("wrong", 403), (SECRET[:-1], 403), (SECRET, 200), (SECRET, 200)):
        async with session.post(path, json=update, headers={SECRET_HEADER: secret}) as answer:
            assert answer.status == status
    async with session.post(path, json={"update_id": "x"}, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 400
    async with session.post("/telegram/guess", json=update, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 404
    async with storage.reading() as tx:
        assert await tx.inbox.counts() == {"new": 1}
