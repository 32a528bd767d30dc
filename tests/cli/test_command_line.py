"""The command line as an operator uses it: one sentence for a mistake, JSON for a program."""

import inspect
import json
import logging
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.__main__ import main
from bot.cli import asking, working

ROOT = Path(__file__).parents[2]
CAPTURE = "Iraqi security forces captured Old Mosul from ISIS, the Iraqi military declared on Saturday."

DECLARED = (
    "Iraqi security forces captured the city of Mosul from ISIS, the Iraqi military declared on Saturday."
)


@pytest.fixture
def situation_bot(data_dir, tmp_path):
    def run(*arguments, given="", **environment):
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=given, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120,
            env={
                "PATH": os.environ["PATH"],
                "DATA_DIR": str(data_dir),
                "DATABASE_URL": f"sqlite:///{tmp_path}/cli.db",
                **environment,
            },
        )  # fmt: skip

    return run


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["ingest", "/nowhere/report.txt"], {}, "/nowhere/report.txt"),
        (["ingest", "--published-at", "soon"], {}, "ISO 8601"),
        (["ingest", "--format", "jsonl"], {}, "Line 1"),
        (["extract"], {}, "Line 1"),
        (["replay", "/nowhere/reports.jsonl"], {}, "/nowhere/reports.jsonl"),
        (["nonsense"], {}, "invalid choice"),
        (["doctor"], {"ADMIN_IDS": "me"}, "ADMIN_IDS"),
        (["run"], {"TELEGRAM_BOT_TOKEN": "nonsense"}, "TELEGRAM_BOT_TOKEN"),
        (["run"], {"TELEGRAM_WEBHOOK_URL": "https://example.org"}, "TELEGRAM_WEBHOOK_SECRET"),
        (["migrate"], {"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL"),
        (["migrate"], {"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        (["run"], {"DATABASE_URL": "postgresql://localhost/x"}, "TELEGRAM_BOT_TOKEN is missing"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(
    capsys, monkeypatch, data_dir, tmp_path, arguments, environment, said
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(b"nonsense\n")))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    root = logging.getLogger()
    kept = root.handlers[:], root.level
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = ended.code
    finally:
        root.handlers[:] = kept[0]
        root.setLevel(kept[1])
    told = capsys.readouterr()
    assert code == 2, told.err
    assert said in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_what_cannot_be_used_is_one_sentence_and_exit_code_1(situation_bot, tmp_path):
    (tmp_path / "cli.db").write_text("this is no database, only words, again and again\n" * 100)
    done = situation_bot("migrate")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The database cannot be used: file is not a database\n"
    done = situation_bot("regions", "search", "Mosul", DATA_DIR="/proc/nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "/proc/nowhere" in done.stderr


def test_a_report_is_ingested_once(situation_bot, tmp_path):
    file = tmp_path / "report.txt"
    file.write_text(CAPTURE)
    first = situation_bot("ingest", str(file), "--source", "Desk", "--published-at", "2017-07-08")
    assert first.returncode == 0, first.stderr
    told = json.loads(first.stdout)
    assert told["events"][0]["development"] == "new"
    assert told["events"][0]["headline"] == "Old Mosul declared captured"
    assert told["messages"] == 0
    again = situation_bot("ingest", "-", "--source", "Desk", "--published-at", "2017-07-08", given=CAPTURE)
    assert json.loads(again.stdout) == {"report": told["report"], "known": True, "events": [], "messages": 0}


def test_nothing_is_written_when_a_line_is_wrong(situation_bot):
    lines = json.dumps({"source": "a", "text": CAPTURE}) + "\nnonsense\n"
    assert situation_bot("ingest", "--format", "jsonl", given=lines).returncode == 2
    good = situation_bot("ingest", "--format", "jsonl", given=lines.splitlines()[0])
    assert json.loads(good.stdout)["known"] is False


def test_extract_prints_events_without_a_database(situation_bot, tmp_path):
    line = json.dumps({"id": "x", "text": CAPTURE, "date": "2017-07-08"})
    done = situation_bot("extract", given=line + "\n")
    told = json.loads(done.stdout)
    assert told["id"] == "x"
    assert told["events"][0]["type"] == "territory_change"
    assert told["events"][0]["status"] == "declared"
    assert not (tmp_path / "cli.db").exists()


def test_reading_texts_loads_neither_database_nor_network_nor_telegram():
    code = "import sys, bot.__main__, bot.cli.asking; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    heavy = {"sqlalchemy", "alembic", "aiohttp", "telegram", "apscheduler", "handlers", "storage", "bot.app"}
    assert "bot.extraction" in done.stdout.split()
    assert heavy.isdisjoint(done.stdout.split())


def test_every_command_has_its_function():
    source = (ROOT / "bot" / "__main__.py").read_text()
    named = set(re.findall(r'"((?:asking|working)\.\w+)"', source))
    functions = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in (asking, working)
        for name, value in vars(module).items()
        if inspect.iscoroutinefunction(value) and value.__module__ == module.__name__ and name[0] != "_"
    }
    assert len(functions) > 8
    assert named == functions


def test_replay_tells_what_followers_would_have_seen(situation_bot, tmp_path):
    rumour = "Reports appeared in social media that ISF have fully liberated the city of Mosul from ISIS."
    reports = [
        ("1", "A", "2017-07-07", rumour),
        ("2", "B", "2017-07-08", DECLARED),
        ("3", "C", "2017-07-08", DECLARED),
    ]
    file = tmp_path / "reports.jsonl"
    file.write_text(
        "\n".join(
            json.dumps({"id": i, "source": s, "published_at": d, "text": t, "story": "mosul"})
            for i, s, d, t in reports
        )
    )
    done = situation_bot("replay", str(file), "--by", "story")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in told] == ["1", "2", "3"]
    assert [[e["development"] for e in line["events"]] for line in told] == [["new"], ["firmer"], ["repeat"]]
    assert len({line["events"][0]["event_key"] for line in told}) == 1


def test_doctor_finds_a_new_database_well(situation_bot):
    done = situation_bot("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "database: whole" in done.stdout


def test_regions_and_actors_can_be_searched(situation_bot):
    region = json.loads(situation_bot("regions", "search", "Mosul").stdout.splitlines()[0])
    assert region["address"] == "Mosul, Nineveh, Iraq"
    actor = json.loads(situation_bot("actors", "search", "Daesh").stdout.splitlines()[0])
    assert actor["name"] == "Islamic State"


def test_chat_without_a_bot_says_so(situation_bot, tmp_path):
    done = situation_bot("chat", "--as", "Anna", DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert "make run" in done.stderr


def test_an_imported_list_is_known_at_the_next_start(situation_bot, tmp_path):
    places = tmp_path / "places.csv"
    places.write_text("name,parent,lat,lon\nZarqopolis,IQ/Nineveh/Mosul,36.3,43.2\n")
    folder = str(tmp_path / "data")
    done = situation_bot("regions", "import", str(places), "--name", "own", DATA_DIR=folder)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"name": "own", "places": 1})
    found = situation_bot("regions", "search", "Zarqopolis", DATA_DIR=folder)
    assert json.loads(found.stdout.splitlines()[0])["address"] == "Zarqopolis, Mosul, Nineveh, Iraq"


def test_a_list_that_is_none_is_refused_in_one_sentence(situation_bot, tmp_path):
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("a,b\n1,2\n")
    done = situation_bot("regions", "import", str(nothing))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert str(nothing) in done.stderr


def test_the_data_are_checked_and_so_is_what_was_imported(situation_bot, tmp_path):
    folder = str(tmp_path / "data")
    places = tmp_path / "places.csv"
    places.write_text("name,parent,lat,lon\nZarqopolis,IQ/Nineveh/Mosul,36.3,43.2\n")
    situation_bot("regions", "import", str(places), "--name", "own", DATA_DIR=folder)
    well = situation_bot("regions", "check", DATA_DIR=folder)
    assert (well.returncode, well.stdout) == (0, "")
    places.write_text("name,parent,lat,lon\nZarqantis,XX/Sea,36.3,43.2\n")
    situation_bot("regions", "import", str(places), "--name", "own", DATA_DIR=folder)
    ill = situation_bot("regions", "check", DATA_DIR=folder)
    assert ill.returncode == 1
    assert "Zarqantis lies in nothing known" in ill.stdout
    assert situation_bot("actors", "check", DATA_DIR=folder).returncode == 0
