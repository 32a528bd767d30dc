"""No accepted alert is lost by a crash, and a crash repeats at most what was on the wire."""

from kill.harness import Wish, crashes, hold, kills, terminations

from bot.delivery.points import Point


async def test_twenty_kills(tmp_path):
    wish = Wish()
    verdict = await kills(tmp_path, f"sqlite:///{tmp_path}/situation.db", 20, wish)
    hold(verdict, wish.rate)
    assert verdict.deaths == 20
    assert sum(verdict.in_doubt) > 0, "nobody was killed while sending"


async def test_kills_on_postgres(tmp_path, empty_postgres):
    wish = Wish(people=120, alerts=2, seed=2)
    hold(await kills(tmp_path, empty_postgres, 5, wish), wish.rate)


async def test_a_death_at_every_point(tmp_path):
    wish = Wish(people=120, alerts=3, latency=0.01)
    often = {Point.CLAIMING: 2, Point.CLAIMED: 3, Point.SENT: 2, Point.LANDED: 3, Point.SETTLED: 2}
    # From the last to the first: there has to be something left to fan out. DRAINED is only passed at the end of a peace.
    points = [(point, often.get(point, 1)) for point in reversed(Point) if point is not Point.DRAINED]
    verdict = await crashes(tmp_path, f"sqlite:///{tmp_path}/situation.db", points, wish)
    hold(verdict, wish.rate)


async def test_ends_in_peace_lose_and_repeat_nothing(tmp_path):
    wish = Wish(people=150, alerts=3)
    verdict, slowest = await terminations(tmp_path, f"sqlite:///{tmp_path}/situation.db", 5, wish)
    hold(verdict, wish.rate)
    assert verdict.duplicated == 0
    assert sum(verdict.in_doubt) == 0
    assert slowest < 10
