"""All settings, read in one place; `.env.example` mirrors this class, in this order."""

import zoneinfo
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.errors import SettingsError
from bot.domain.languages import LANGUAGES

# Countries whose places are all known and read in texts: where armed conflict or its aftermath makes news.
WATCHED = (
    "IQ SY UA RU YE SD SS PS IL LB IR LY ET ER SO ML NE BF NG TD CF CM CD RW BI UG MZ AF PK IN MM "
    "AM AZ GE TR HT CO VE MX"
)

SHORTEST_SECRET = 32


class Settings(BaseSettings):
    """What the operator decides, from the environment or a file `.env`; `from_environment` reads it."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = None
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    database_url: str = ""
    data_dir: Path = Path("data")
    messages_per_second: float = Field(default=30, gt=0, le=10_000)
    http_listen: str = "127.0.0.1:8080"
    ingest_api_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    watch_countries: Annotated[tuple[str, ...], NoDecode] = tuple(WATCHED.split())
    default_language: str = "en"
    default_timezone: str = "UTC"
    retention_days: int = Field(default=30, ge=1)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, values: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in values.items() if value != "" or name == "http_listen"}

    @field_validator("admin_ids", "ingest_api_keys", "watch_countries", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("watch_countries")
    @classmethod
    def _countries(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [code for code in value if len(code) != 2 or not code.isalpha()]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no ISO country code of two letters")
        return tuple(code.upper() for code in value)

    @field_validator("default_language")
    @classmethod
    def _language(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(
                f"{value!r} is none of the languages that the bot speaks: {', '.join(LANGUAGES)}"
            )
        return value

    @field_validator("default_timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{value!r} is no IANA time zone such as Asia/Baghdad") from error
        return value

    @field_validator("telegram_api_url", "telegram_webhook_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and (
            urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc
        ):
            raise ValueError(f"{value!r} is no web address such as https://example.org")
        return value.rstrip("/") if value else value

    @field_validator("http_listen", mode="before")
    @classmethod
    def _listen(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not value:
            return value
        if not host or not port.isdigit() or int(port) > 65_535:
            raise ValueError(f"{value!r} is no address such as 127.0.0.1:8080")
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        number, colon, secret = value.get_secret_value().strip().partition(":") if value else ("0", ":", "x")
        if not (colon and number.isdigit() and secret):
            raise ValueError("it does not look like 123456789:ABC…, as @BotFather gives it")
        return SecretStr(value.get_secret_value().strip()) if value else None

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        secret = self.telegram_webhook_secret.get_secret_value() if self.telegram_webhook_secret else ""
        if self.telegram_webhook_url and len(secret) < SHORTEST_SECRET:
            raise ValueError(
                f"TELEGRAM_WEBHOOK_SECRET needs {SHORTEST_SECRET} characters or more when TELEGRAM_WEBHOOK_URL is set"
            )
        if self.telegram_webhook_url and not self.http_listen:
            raise ValueError(
                "HTTP_LISTEN is empty, but TELEGRAM_WEBHOOK_URL is set: nobody would hear Telegram"
            )
        return self

    @classmethod
    def from_environment(cls) -> Self:
        """Read the environment and `.env`.

        Raises:
            SettingsError: something is missing or wrong; the sentence names the setting.
        """
        try:
            return cls()
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            name = f"{first['loc'][0]}: ".upper() if first["loc"] else ""
            raise SettingsError(f"{name}{first['msg'].removeprefix('Value error, ')}.") from None

    @property
    def database(self) -> str:
        """The address of the database: DATABASE_URL, or a file under DATA_DIR."""
        return self.database_url or f"sqlite:///{self.data_dir / 'situation.db'}"
