"""The benchmark of wishes and matching runs on both databases, each figure beside its limit."""

from benchmarks import subscriptions


async def test_it_runs(capsys, data_dir):
    await subscriptions.run(tiny=True, directory=data_dir)
    said = capsys.readouterr().out
    for words in (
        "search",
        "SQLite",
        "PostgreSQL",
        "match, only circles",
        "preview of a country",
        "limit 500 ms",
    ):
        assert words in said
