"""The import contracts bite: each forbidden import, added to a copy of the code, is reported."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORBIDDEN = [
    ("bot/domain/events.py", "import logging"),
    ("bot/domain/claims.py", "from bot import metrics"),
    ("bot/matching.py", "from bot import rendering"),
    ("bot/services/ingestion.py", "from bot.settings import Settings"),
    ("bot/services/chats.py", "from sqlalchemy import select"),
    ("bot/services/digests.py", "from telegram import Bot"),
    ("bot/services/lookups.py", "from bot.delivery import dispatcher"),
    ("bot/delivery/dispatcher.py", "from telegram import Bot"),
    ("handlers/start.py", "import storage"),
    ("handlers/lookups.py", "from bot.delivery.dispatcher import Dispatcher"),
    ("storage/outbox.py", "from bot.services import ingestion"),
    ("bot/extraction/__init__.py", "import storage"),
    ("bot/scheduler.py", "import handlers"),
    ("bot/sandbox/server.py", "from bot.domain import claims"),
    ("bot/correlation/decide.py", "from bot import extraction"),
]


def lint(folder):
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_every_forbidden_import_is_reported_and_a_module_without_a_place_too(tmp_path):
    for name in ("bot", "handlers", "storage"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, line in FORBIDDEN:
        path = tmp_path / file
        path.write_text(f"{path.read_text()}\n{line}\n")
    (tmp_path / "bot" / "helpers.py").write_text('"""No place."""\n')
    code, output = lint(tmp_path)
    assert code != 0
    unreported = []
    for file, line in FORBIDDEN:
        importer = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        words = line.split()
        imported = words[1]
        if not any(importer in row and imported in row for row in output.splitlines()):
            unreported.append((file, line))
    assert unreported == []
    assert "helpers" in output
