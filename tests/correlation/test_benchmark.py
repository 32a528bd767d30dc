"""The benchmark of correlation runs on both databases and says what it measured beside its limit."""

from benchmarks import correlation


async def test_it_runs(capsys):
    await correlation.run(tiny=True)
    said = capsys.readouterr().out
    for words in ("SQLite", "PostgreSQL", "of the 5 ms allowed", "candidates", "of the plain statement"):
        assert words in said
