"""The packaged data keeps its rules."""

from bot.knowledge.check import check_actors, check_regions
from bot.knowledge.normalise import phrase
from bot.knowledge.tables import DATA, WATCH_COUNTRIES, actor_rows, base_places, overlay_places


def test_places_by_hand_are_sound(world):
    assert check_regions(list(overlay_places()), world.regions) == []


def test_actors_are_sound(world):
    assert check_actors(list(actor_rows()), world.actors) == []


def test_generated_names_are_folded_as_the_code_folds_today():
    rows = list(base_places())
    assert len(rows) > 120_000
    sample = [folded for row in rows[::37] for folded in row.folded]
    assert [name for name in sample if phrase(name) != name] == []


def test_every_watched_country_has_its_places(world):
    for country in WATCH_COUNTRIES:
        assert world.regions.get(f"cc:{country}") is not None
        assert len(world.regions.children(f"cc:{country}")) > 1


def test_packaged_data_stays_small():
    packaged = sum(file.stat().st_size for file in DATA.rglob("*") if file.is_file())
    assert packaged < 5_000_000
