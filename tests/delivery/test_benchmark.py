"""The benchmark of delivery runs and says what it measured beside what."""

from benchmarks import delivery


async def test_it_runs(capsys):
    await delivery.run(tiny=True)
    said = capsys.readouterr().out
    for words in (
        "durable",
        "× the library",
        "busiest second",
        "during a broadcast",
        "of the plain statement",
    ):
        assert words in said
