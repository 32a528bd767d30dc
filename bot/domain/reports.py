"""What a source published."""

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """One published document.

    `key` identifies the item inside its source; `published_at` is aware UTC. `attended` says that a person handed
    the report in, so that its age does not keep it from ringing.
    """

    source: str
    key: str
    published_at: datetime
    text: str
    title: str | None = None
    url: str | None = None
    language: str | None = None
    attended: bool = True

    @property
    def content_hash(self) -> str:
        """A fingerprint of what it says: the same item with new words is a new version of it."""
        words = " ".join(f"{self.title or ''}\n{self.text}".split())
        return hashlib.sha256(words.encode()).hexdigest()[:32]
