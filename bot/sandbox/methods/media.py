"""Sending what is not text: places, documents, pictures; and getFile."""

from bot.sandbox.account import Account, Answer
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import MAX_DOWNLOAD, MAX_UPLOAD, add_file, file_content
from bot.sandbox.methods.sending import read_content, send
from bot.sandbox.model import Json, StoredFile
from bot.sandbox.params import Params, Upload

MAX_PHOTO = 10 << 20
"""Bytes of a photo."""
_LOCATION_EXTRAS = ("live_period", "heading", "proximity_alert_radius")
_VENUE_EXTRAS = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")


def _location(params: Params) -> Json:
    for name in ("latitude", "longitude"):
        if not params.text(name).strip():
            raise bad_request(f"{name} is empty")
    place: Json = {"latitude": params.decimal("latitude"), "longitude": params.decimal("longitude")}
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("Wrong location specified")
    if params.decimal("horizontal_accuracy"):
        place["horizontal_accuracy"] = params.decimal("horizontal_accuracy")
    return place | {name: params.integer(name) for name in _LOCATION_EXTRAS if params.integer(name)}


def send_location(account: Account, params: Params) -> Answer:
    """SendLocation."""
    content = {"location": _location(params)}
    return account.world.show(send(account, params, content, method="sendLocation"))


def send_venue(account: Account, params: Params) -> Answer:
    """SendVenue."""
    place = _location(params)
    venue: Json = {
        "location": place,
        "title": params.required("title"),
        "address": params.required("address"),
    }
    venue |= {name: params.text(name) for name in _VENUE_EXTRAS if params.text(name)}
    return account.world.show(send(account, params, {"location": place, "venue": venue}, method="sendVenue"))


def send_document(account: Account, params: Params) -> Answer:
    """SendDocument."""
    return _send_file(account, params, "document", "sendDocument")


def send_photo(account: Account, params: Params) -> Answer:
    """SendPhoto."""
    return _send_file(account, params, "photo", "sendPhoto")


def _send_file(account: Account, params: Params, kind: str, method: str) -> Answer:
    caption = read_content(account, params, "caption")
    content = file_content(_wanted_file(account, params, kind)) | caption
    if params.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return account.world.show(send(account, params, content, method=method))


def _wanted_file(account: Account, params: Params, kind: str) -> StoredFile:
    """Return the file to send: uploaded now, or known by its id."""
    upload = params.upload(kind)
    if upload is not None:
        return _store(account, kind, upload)
    reference = params.text(kind)
    if not reference:
        raise bad_request(f"There is no {kind} in the request")
    if reference.startswith(("http://", "https://")):
        raise bad_request("Failed to get HTTP URL content")
    stored = account.world.files.get(reference)
    if stored is None:
        raise bad_request("Wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"Can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _store(account: Account, kind: str, upload: Upload) -> StoredFile:
    if not upload.data:
        raise bad_request("File must be non-empty")
    if len(upload.data) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and len(upload.data) > MAX_PHOTO:
        raise bad_request(
            f"File of size {len(upload.data)} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
        )
    try:
        return add_file(account.world, kind, upload.name or "file", upload.content_type, upload.data)
    except ValueError:
        raise bad_request("IMAGE_PROCESS_FAILED") from None


def get_file(account: Account, params: Params) -> Answer:
    """GetFile."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = account.world.files.get(file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }
