"""The token is in no log line, whatever carries it."""

import logging

import pytest

from bot import logs

TOKEN = "123456789:AAEhBOweik9ai2fLK8UtuUnhU4CanaryToken"


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_no_token_in_any_line(capsys, log_format):
    kept = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        logs.set_up("DEBUG", log_format)
        logging.getLogger("somebody").info("GET https://api.example/bot%s/getMe", TOKEN)
        logs.logger("us").warning("it failed", address=f"/bot{TOKEN}/sendMessage")
        try:
            raise ValueError(f"bad token {TOKEN}")
        except ValueError:
            logs.logger("us").exception("it failed")
            logging.getLogger("somebody").exception("it failed")
    finally:
        logging.getLogger().handlers[:], level = kept
        logging.getLogger().setLevel(level)
    said = capsys.readouterr().err
    assert TOKEN not in said
    assert said.count("<token>") >= 4
