"""Files on the local Telegram: kept in memory, known by file id, served under `/file/bot<token>/`."""

import struct
from base64 import urlsafe_b64encode
from hashlib import sha256

from bot.sandbox.model import Json, StoredFile
from bot.sandbox.world import World

MAX_DOWNLOAD = 20 << 20
"""Bytes of a file that a bot may fetch."""
MAX_UPLOAD = 50 << 20
"""Bytes of a file that a bot may send."""

_FOLDER = {"document": "documents", "photo": "photos"}
_PREFIX = {"document": b"\x05\x00", "photo": b"\x02\x00"}
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAME_MARKERS = frozenset({0xC0, 0xC1, 0xC2})


def add_file(world: World, kind: str, name: str, mime_type: str, data: bytes) -> StoredFile:
    """Keep a file. Raises ValueError for a photo that is neither PNG nor JPEG."""
    width, height = picture_size(data) if kind == "photo" else (0, 0)
    digest = sha256(data + name.encode()).digest()
    number = len(world.files) + 1
    file_id = urlsafe_b64encode(_PREFIX[kind] + number.to_bytes(4, "big") + digest[:30]).decode()
    unique_id = urlsafe_b64encode(digest[:12]).decode()
    extension = "jpg" if kind == "photo" else name.rpartition(".")[2] if "." in name else "dat"
    path = f"{_FOLDER[kind]}/file_{number}.{extension}"
    stored = StoredFile(file_id, unique_id, kind, name, mime_type, data, path, width, height)
    world.files[file_id] = stored
    return stored


def file_content(stored: StoredFile) -> Json:
    """Return the message field for a stored file: a Document, or a list of PhotoSize."""
    fields: Json = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
    }
    if stored.kind == "photo":
        return {"photo": [{**fields, "width": stored.width, "height": stored.height}]}
    return {"document": {"file_name": stored.name, "mime_type": stored.mime_type, **fields}}


def picture_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a PNG or JPEG. Raises ValueError for anything else."""
    if data.startswith(_PNG) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    position = 2
    while data.startswith(b"\xff\xd8") and position + 9 <= len(data):
        marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4], "big")
        if marker in _FRAME_MARKERS:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return int(width), int(height)
        position += 2 + length
    raise ValueError("not a PNG or JPEG picture")
