"""The benchmark of reading runs without its peer, and puts the peer's figures beside ours where it is there."""

import json
from datetime import UTC, datetime

from benchmarks import extraction
from benchmarks.extraction import NAMES, PEER, READER, Given, Measured


async def test_it_runs(capsys, data_dir):
    await extraction.run(tiny=True, directory=data_dir)
    said = capsys.readouterr().out
    for words in (READER, NAMES, "texts/s", "MB/s", "memory", "hostile", "limit 1,000 texts/s"):
        assert words in said


def test_the_ratio_is_of_texts_in_a_second():
    ours = Measured(100, 10_000, 90, 0.1, 0.5, 0.2, 1.0, 40_000_000, {"commas": 0.5, "numbers": 1.5})
    peer = Measured(100, 10_000, 300, 15.0, 0.2, 0.1, 1.0, 2_000_000_000, {})
    lines = "\n".join(extraction.said({READER: ours, PEER: peer}))
    assert "500 texts/s   0.05 MB/s" in lines
    assert "0.50 × PhraseMatcher" in lines
    assert "slowest hostile MB: numbers, 1.50 s" in lines


def test_texts_come_from_the_golden_sentences_or_a_file(tmp_path):
    ours = extraction.texts(None)
    assert Given("Palmyra fell to the Islamic State overnight.") in ours
    assert ours[-1].text.startswith("Northern Front Watch")
    file = tmp_path / "texts.jsonl"
    lines = [{"text": "Fighting in Goma.", "date": "2025-01-27T10:00:00Z"}, {"text": "No day."}]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    assert extraction.texts(file) == [
        Given("Fighting in Goma.", datetime(2025, 1, 27, 12, tzinfo=UTC)),
        Given("No day."),
    ]


def test_the_peer_gets_every_name_of_the_world():
    names = extraction.names()
    assert len(names) > 300_000
    assert {"Old Mosul", "Mosul", "Rapid Support Forces", "RSF"} <= set(names)
