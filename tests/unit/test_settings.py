"""A missing or wrong setting is one sentence that names it, and secrets stay secret."""

import pytest

from bot.domain.errors import SettingsError
from bot.settings import Settings

TOKEN = "123456789:AAEhBOweik9ai2fLK8UtuUnhU4CanaryToken"


@pytest.fixture(autouse=True)
def no_env_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "nonsense"),
        ("TELEGRAM_API_URL", "not an address"),
        ("ADMIN_IDS", "one, two"),
        ("MESSAGES_PER_SECOND", "0"),
        ("MESSAGES_PER_SECOND", "many"),
        ("HTTP_LISTEN", "everywhere"),
        ("WATCH_COUNTRIES", "IQ,Syria"),
        ("DEFAULT_LANGUAGE", "klingon"),
        ("DEFAULT_TIMEZONE", "Mars/Olympus"),
        ("DEFAULT_TIMEZONE", "../../etc/passwd"),
        ("RETENTION_DAYS", "-1"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: .*\\.$"):
        Settings.from_environment()


def test_a_webhook_needs_a_secret(monkeypatch):
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://example.org")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        Settings.from_environment()


def test_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f" {TOKEN} ")
    monkeypatch.setenv("ADMIN_IDS", "1, 2")
    monkeypatch.setenv("INGEST_API_KEYS", "a,b")
    monkeypatch.setenv("HTTP_LISTEN", "")
    monkeypatch.setenv("DATABASE_URL", "")
    settings = Settings.from_environment()
    assert settings.admin_ids == {1, 2}
    assert len(settings.ingest_api_keys) == 2
    assert settings.http_listen == ""
    assert settings.database == "sqlite:///data/situation.db"
    assert TOKEN not in repr(settings)


def test_a_file_is_read_and_the_environment_wins(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("ADMIN_IDS=5\nDEFAULT_LANGUAGE=fr\nUNKNOWN=1\n")
    monkeypatch.setenv("ADMIN_IDS", "6")
    settings = Settings.from_environment()
    assert (settings.admin_ids, settings.default_language) == ({6}, "fr")
