"""The tables. What a column means stands here; who moves a state on stands in the domain's enums."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant on every database; SQLite would hand it back naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive instant cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB(), "postgresql")


# Numbers that stand on buttons and in what editors type mean one thing for ever; SQLite gives the last one again otherwise.
_NEVER_AGAIN = True


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True, autoincrement=True)


def _ref(name: str, to: str, *, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    return Column(
        name, BigId, ForeignKey(f"{to}.id", ondelete="CASCADE"), nullable=nullable, primary_key=primary_key
    )


# Small facts about the whole database: the epoch of the sending process, the key that signs buttons.
meta = Table(
    "meta", metadata, Column("key", String(40), primary_key=True), Column("value", Json, nullable=False)
)

# A chat, or one topic of a forum, with what it has chosen. Names of people are not kept.
targets = Table(
    "targets",
    metadata,
    _id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False, server_default="0"),
    Column("kind", String(12), nullable=False),
    Column("state", String(10), nullable=False),
    Column("state_since", Instant, nullable=False),
    Column("language", String(12), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("digest_time", Time),
    Column("next_digest_at", Instant),
    Column("digested_at", Instant, nullable=False),
    Column("digested_on", Date),
    Column("empty_digest", Boolean, nullable=False, server_default=text("false")),
    # How loud the bot may be: rings in an hour, quiet hours (local wall time; a bit for each weekday on which they begin,
    # Monday lowest) with the present or next ones as instants, whether what is grave rings all the same, and a bit for
    # each kind of update that rings (see bot.domain.quiet).
    Column("rings_per_hour", SmallInteger, nullable=False, server_default="12"),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    Column("quiet_days", SmallInteger, nullable=False, server_default="127"),
    Column("hushed_from", Instant),
    Column("hushed_until", Instant),
    Column("grave_rings", Boolean, nullable=False, server_default=text("false")),
    Column("ringing_updates", SmallInteger, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    # A chat that has come back and may have missed what was taken back since then.
    Column("missed_since", Instant),
    UniqueConstraint("chat_id", "thread_id"),
    Index("ix_targets_missed_since", "missed_since"),
    Index("ix_targets_next_digest_at", "next_digest_at"),
    Index("ix_targets_hushed_until", "hushed_until"),
    Index("ix_targets_language", "language"),
)

# Telegram's updates, committed before they are acknowledged; the payload goes when it is done.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Column("payload", Json),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("error", Text),
    Column("received_at", Instant, nullable=False),
    Index(
        "ix_inbox_new",
        "update_id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
)

reports = Table(
    "reports",
    metadata,
    _id(),
    Column("source", String(200), nullable=False),
    Column("key", String(500), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("language", String(12)),
    Column("attended", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("source", "key", "content_hash"),
    Index("ix_reports_content_hash", "content_hash"),
    Index("ix_reports_received_at", "received_at"),
)

# A snapshot of what the ledger (the claims) amounts to; recomputed from them, so merge, split and undo stay cheap.
events = Table(
    "events",
    metadata,
    _id(),
    Column("type", String(32), nullable=False),
    Column("subtype", String(32), nullable=False),
    Column("status", String(12), nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("headline", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("merged_into", BigId, ForeignKey("events.id", ondelete="SET NULL")),
    Column("part_of", BigId, ForeignKey("events.id", ondelete="SET NULL")),
    Column("happened_on", Date),
    Column("first_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("body", Json, nullable=False),
    Index("ix_events_changed_at", "changed_at"),
    Index("ix_events_part_of", "part_of"),
)

claims = Table(
    "claims",
    metadata,
    _id(),
    _ref("report_id", "reports"),
    _ref("event_id", "events"),
    Column("position", Integer, nullable=False),
    Column("type", String(32), nullable=False),
    Column("status", String(12), nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("learned_at", Instant, nullable=False),
    Column("retracted", Boolean, nullable=False, server_default=text("false")),
    Column("reader_version", Integer, nullable=False),
    Column("body", Json, nullable=False),
    UniqueConstraint("report_id", "position"),
    Index("ix_claims_event_id", "event_id", "said_at"),
)

# Under which keys an event is found: by followers (region, actor, type, source: with everything above them) and by
# correlation. `at` is when the event last changed, so that recent events come first without reading them.
event_keys = Table(
    "event_keys",
    metadata,
    Column("dimension", String(12), primary_key=True),
    Column("key", String(120), primary_key=True),
    _ref("event_id", "events", primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_event_keys_recent", "dimension", "key", "at", "event_id"),
    Index("ix_event_keys_event_id", "event_id", "dimension", "key"),
)

# Where an event happened, for circles: one row for each size of the grid (`bot.domain.circles`). `at` as above.
event_spots = Table(
    "event_spots",
    metadata,
    _id(),
    _ref("event_id", "events"),
    Column("cell", BigInteger, nullable=False),
    Column("reach", String(5), nullable=False),
    Column("x", Double, nullable=False),
    Column("y", Double, nullable=False),
    Column("z", Double, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_event_spots_cell", "cell", "at"),
    Index("ix_event_spots_event_id", "event_id"),
)

# What each claim changed, with its named reason: the history that alerts, digests and "why?" are told from.
developments = Table(
    "developments",
    metadata,
    _id(),
    _ref("event_id", "events"),
    Column("claim_id", BigId, ForeignKey("claims.id", ondelete="SET NULL")),
    Column("revision", Integer, nullable=False),
    Column("change", String(12), nullable=False),
    Column("loudness", String(8), nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("status", String(12), nullable=False),
    Column("headline", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_developments_event_id", "event_id", "revision"),
    Index("ix_developments_at", "at"),
)

# `dimensions` is how many dimensions have a positive term: a development must hit that many.
subscriptions = Table(
    "subscriptions",
    metadata,
    _id(),
    _ref("target_id", "targets"),
    Column("dimensions", SmallInteger, nullable=False),
    Column("min_severity", SmallInteger, nullable=False),
    Column("min_strength", SmallInteger, nullable=False),
    Column("min_status", String(12), nullable=False),
    Column("cadence", String(8), nullable=False),
    Column("sound", Boolean, nullable=False),
    Column("unlocated", Boolean, nullable=False),
    Column("paused_until", Instant),
    Column("fingerprint", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("target_id", "fingerprint"),
    sqlite_autoincrement=_NEVER_AGAIN,
)

terms = Table(
    "terms",
    metadata,
    Column("dimension", String(12), primary_key=True),
    Column("key", String(120), primary_key=True),
    _ref("subscription_id", "subscriptions", primary_key=True),
    Column("negated", Boolean, nullable=False),
    Column("position", SmallInteger, nullable=False, server_default="0"),
    Index("ix_terms_subscription_id", "subscription_id"),
)

# The circles among the terms, as what is held against places: one row for each cell of the grid that a ring touches.
# `reach` is whose reach the ring is for, empty for any.
circles = Table(
    "circles",
    metadata,
    _id(),
    _ref("subscription_id", "subscriptions"),
    Column("cell", BigInteger, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("reach", String(5), nullable=False),
    Column("x", Double, nullable=False),
    Column("y", Double, nullable=False),
    Column("z", Double, nullable=False),
    Column("km", Double, nullable=False),
    Index("ix_circles_cell", "cell", "subscription_id"),
    Index("ix_circles_subscription_id", "subscription_id"),
)

# What somebody asked for in words with a name that is open: a question that waits for its answer, or (`waiting`) a name
# that waits for an editor to add it.
wishes = Table(
    "wishes",
    metadata,
    _id(),
    _ref("target_id", "targets"),
    Column("line", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("folded", String(120), nullable=False),
    Column("picked", Json, nullable=False),
    Column("found", Json, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_wishes_target_id", "target_id"),
    Index("ix_wishes_folded", "folded"),
    sqlite_autoincrement=_NEVER_AGAIN,
)

# A request that somebody shared by a link, under the token in the link.
shared = Table(
    "shared",
    metadata,
    Column("token", String(24), primary_key=True),
    Column("request", Json, nullable=False),
    Column("shared_at", Instant, nullable=False),
)

# Which channel a private chat manages, and until when.
managed = Table(
    "managed",
    metadata,
    _ref("target_id", "targets", primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("until", Instant, nullable=False),
)

# What editors have changed in what the bot knows, in the order in which it is laid over the data.
edits = Table(
    "edits",
    metadata,
    _id(),
    Column("about", String(12), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("data", Json, nullable=False),
    Column("user_id", BigInteger),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=_NEVER_AGAIN,
)

# Names in reports and wishes that nobody knows: the editors' queue.
strangers = Table(
    "strangers",
    metadata,
    _id(),
    Column("about", String(12), nullable=False),
    Column("folded", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("parent", String(120)),
    Column("sort", String(16)),
    Column("quote", Text, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("ignored", Boolean, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    UniqueConstraint("about", "folded"),
    Index("ix_strangers_seen", "seen"),
    sqlite_autoincrement=_NEVER_AGAIN,
)

# One prepared Bot API call without its target; many deliveries share one.
messages = Table(
    "messages",
    metadata,
    _id(),
    Column("method", String(40), nullable=False),
    Column("payload", Json, nullable=False),
    Column("file", LargeBinary),
    Column("created_at", Instant, nullable=False),
)

# What is promised to whom. `cause` is the event, the broadcast or the update; for a digest the local date's ordinal.
outbox = Table(
    "outbox",
    metadata,
    _id(),
    _ref("target_id", "targets"),
    _ref("message_id", "messages"),
    Column("kind", String(10), nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("cause", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("silent", Boolean, nullable=False, server_default=text("false")),
    Column("send_after", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("state", String(10), nullable=False),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("token", BigInteger, nullable=False, server_default="0"),
    Column("started_at", Instant),
    Column("attempt", SmallInteger, nullable=False, server_default="0"),
    Column("repeated", Boolean, nullable=False, server_default=text("false")),
    Column("telegram_id", BigInteger),
    Column("error", Text),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("target_id", "kind", "cause", "version"),
    Index(
        "ix_outbox_due",
        "lane",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_outbox_open",
        "target_id",
        "lane",
        "id",
        sqlite_where=text("state = 'pending' OR state = 'sending'"),
        postgresql_where=text("state = 'pending' OR state = 'sending'"),
    ),
    Index(
        "ix_outbox_rings",
        "target_id",
        "created_at",
        sqlite_where=text("NOT silent AND lane = 1"),
        postgresql_where=text("NOT silent AND lane = 1"),
    ),
    Index(
        "ix_outbox_held",
        "target_id",
        sqlite_where=text("state = 'held'"),
        postgresql_where=text("state = 'held'"),
    ),
    Index("ix_outbox_cause", "kind", "cause"),
    Index("ix_outbox_message_id", "message_id"),
)

# The live message of one event in one chat; `revision` is what it shows. It is written with the promise of the alert, its
# Telegram id comes with the delivery, and it goes when the alert will never arrive. `host` says whose message that is:
# 0 its own, above 0 that of the bigger event, below 0 that of a roundup.
alerts = Table(
    "alerts",
    metadata,
    _ref("target_id", "targets", primary_key=True),
    _ref("event_id", "events", primary_key=True),
    Column("telegram_id", BigInteger),
    Column("revision", Integer, nullable=False),
    Column("host", BigInteger, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Index("ix_alerts_event_id", "event_id", "target_id"),
    Index(
        "ix_alerts_host",
        "host",
        "target_id",
        sqlite_where=text("host <> 0"),
        postgresql_where=text("host <> 0"),
    ),
)

# A story of which a chat wants to hear nothing until an instant, until its status changes, or until it is over;
# `ended_by` is the revision of the event that ended it.
mutes = Table(
    "mutes",
    metadata,
    _ref("target_id", "targets", primary_key=True),
    _ref("event_id", "events", primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("until", Instant),
    Column("status", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ended_by", Integer),
    Index("ix_mutes_event_id", "event_id"),
)

# One message for several events. `data` is what its heading says; `stale` tells that an event in it has changed
# since it was written.
roundups = Table(
    "roundups",
    metadata,
    _id(),
    Column("kind", String(8), nullable=False),
    Column("data", Json, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("stale", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Instant, nullable=False),
    Index("ix_roundups_stale", "id", sqlite_where=text("stale"), postgresql_where=text("stale")),
)

roundup_events = Table(
    "roundup_events",
    metadata,
    _ref("roundup_id", "roundups", primary_key=True),
    _ref("event_id", "events", primary_key=True),
    Column("place", SmallInteger, nullable=False),
    Index("ix_roundup_events_event_id", "event_id"),
)

# What editors have changed in events' ledgers, with the old state where it cannot be computed; `undone_at` takes it back.
corrections = Table(
    "corrections",
    metadata,
    _id(),
    _ref("event_id", "events"),
    Column("kind", String(12), nullable=False),
    Column("data", Json, nullable=False),
    Column("note", Text, nullable=False),
    Column("user_id", BigInteger),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    Index("ix_corrections_event_id", "event_id"),
)

# A fan-out too large for one transaction: goes on from `cursor` (a subscription's id for alerts, else a target's)
# until nothing is left.
fanouts = Table(
    "fanouts",
    metadata,
    _id(),
    Column("kind", String(10), nullable=False),
    Column("cause", BigInteger, nullable=False),
    Column("plan", Json, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    _id(),
    Column("text", Text, nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("receivers", Integer, nullable=False),
    Column("code", String(12)),
    Column("state", String(10), nullable=False),
    Column("created_at", Instant, nullable=False),
)

# What a chat is in the middle of: pasted parts that belong together, a question that waits for its answer.
dialogues = Table(
    "dialogues",
    metadata,
    _ref("target_id", "targets", primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(24), nullable=False),
    Column("data", Json, nullable=False),
    Column("due_at", Instant, nullable=False),
    Index("ix_dialogues_due_at", "due_at"),
)

# Who did what with more rights than everybody has.
audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    Column("user_id", BigInteger),
    Column("action", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("details", Json, nullable=False),
    Index("ix_audit_at", "at"),
)
