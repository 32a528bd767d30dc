"""The repository keeps its own promises."""

import importlib
import pkgutil
import re
from pathlib import Path

import handlers
from bot.domain.commands import Scope
from bot.scheduler import JOBS
from bot.settings import Settings
from bot.sources import SOURCES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TOP_LEVEL = {
    "bot", "handlers", "storage", "tests", ".env.example", "pyproject.toml", "README.md",
    "docs", "benchmarks", "deploy", "CHANGELOG.md", "LICENSE", "Makefile", ".ci",
    "requirements.lock", "requirements-test.lock", "requirements-dev.lock", "requirements-bench.lock",
    "requirements-gazetteer.lock", ".gitignore", ".gitattributes", ".editorconfig", ".git",
}  # fmt: skip


def modules_of(package):
    return {info.name for info in pkgutil.iter_modules(importlib.import_module(package).__path__)}


def test_every_setting_is_in_env_example_with_its_default_order():
    names = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert names == [name.upper() for name in Settings.model_fields]


def test_every_setting_is_in_the_readme():
    text = (ROOT / "README.md").read_text()
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in text] == []


def test_every_default_in_env_example_is_the_real_one():
    lines = re.findall(r"^#([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    given = {name.lower(): value for name, value in lines}
    assert Settings(_env_file=None, **given) == Settings(_env_file=None)


def test_every_handler_module_is_registered():
    frame = {"context", "errors"}
    assert modules_of("handlers") - frame == {m.__name__.rpartition(".")[2] for m in handlers.MODULES}


def test_every_kind_of_source_is_registered():
    assert modules_of("bot.sources") == set(SOURCES)


def test_commands_are_handled_and_handled_commands_are_listed():
    handled = {
        command for module in handlers.MODULES for handler in module.HANDLERS
        for command in getattr(handler, "commands", ())
    }  # fmt: skip
    assert handled == {command.name for command in handlers.COMMANDS}


def test_every_command_is_in_the_readme():
    text = (ROOT / "README.md").read_text()
    assert [c.name for c in handlers.COMMANDS if f"`/{c.name}" not in text] == []


def test_commands_fit_the_command_menu():
    for command in handlers.COMMANDS:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command.name)
        assert 3 <= len(command.description) <= 256
    assert any(command.scope is Scope.ADMINS for command in handlers.COMMANDS)


def test_timed_jobs_are_told_apart_and_documented():
    ids = [job.id for job in JOBS]
    assert len(set(ids)) == len(ids)
    text = (DOCS / "architecture.md").read_text()
    assert [name for name in ids if f"`{name}`" not in text] == []


def test_kinds_of_source_are_documented():
    text = (DOCS / "extending.md").read_text()
    assert [kind for kind in SOURCES if f"`{kind}`" not in text] == []


def test_links_between_pages_lead_somewhere():
    links = [
        (page, target)
        for page in [ROOT / "README.md", *DOCS.rglob("*.md")]
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text())
    ]
    assert [(page.name, target) for page, target in links if not (page.parent / target).exists()] == []


def test_every_page_is_linked_from_the_readme():
    text = (ROOT / "README.md").read_text()
    assert [page.name for page in DOCS.glob("*.md") if f"docs/{page.name}" not in text] == []


def test_nothing_unexpected_stands_at_the_top():
    here = {path.name for path in ROOT.iterdir()}
    made = {".venv", "data", ".env"} | {name for name in here if name.endswith(("_cache", ".egg-info"))}
    assert here - made - TOP_LEVEL - {".hypothesis", "__pycache__"} == set()


def test_locked_dependencies_have_hashes_and_no_addresses():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        pins = re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)
        assert text.count("--hash=") >= len(pins) > 0


def test_modules_are_short():
    """More than this is a second idea. The schema is one list of tables, which is read as such."""
    long = [
        str(path.relative_to(ROOT))
        for package in ("bot", "handlers", "storage")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
        and path.name != "schema.py"
        and len(path.read_text().splitlines()) > 380
    ]
    assert long == []
