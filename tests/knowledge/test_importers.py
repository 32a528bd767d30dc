"""Lists from elsewhere become places after the next opening; what cannot be read is told in one sentence."""

import io
import zipfile

import pytest

from bot.knowledge import DataError, open_world
from bot.knowledge.builder import version
from bot.knowledge.importers import import_places


def dump_line(key, name, others, latitude, longitude, code, first, second="", people="0"):
    head = [key, name, name, others, latitude, longitude, "P", code, "IQ", "", first, second, "", "", people]
    return "\t".join([*head, "", "300", "Asia/Baghdad", "2024-01-01"])


DUMP = "\n".join([
    dump_line("9000001", "Tall Zarqā'", "Tel Zarqa,تل زرقاء", "36.10", "43.00", "PPL", "15"),
    dump_line("9000002", "Wādī Zarqā'", "", "36.20", "43.10", "STM", "15"),
    dump_line("9000003", "Lost", "", "0", "0", "PPLH", "15"),
    dump_line("9000004", "Sinjar", "Zarqa of the Mountain", "36.321", "41.876", "PPL", "15"),
    dump_line("9000005", "Sinjar", "Sinjar of the Plain", "35.70", "43.10", "PPL", "15"),
    dump_line("99072", "Mosul", "Mausil City Of Wells", "36.335", "43.11889", "PPLA", "15", "", "1683000"),
])  # fmt: skip


OWN = b"Name;Parent;Lat;Lon;Aliases\nZarqopolis;IQ/Nineveh/Mosul;36.3;43.2;Zarqo\nZarqantis;XX/Sea;;;\n"


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    directory = tmp_path_factory.mktemp("imported")
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("readme.txt", "columns")
        file.writestr("IQ.txt", DUMP)
    assert import_places(directory, "Iraq 2024", box.getvalue()) == 5
    assert import_places(directory, "own list", OWN) == 2
    said = []
    world = open_world(directory, progress=said.append)
    world.said = said
    yield world
    world.close()


def test_a_country_dump_and_a_list_of_ones_own(imported):
    regions = imported.regions
    assert regions.named("Tel Zarqa") == ("gn:9000001",)
    assert regions.named("تل زرقاء") == ("gn:9000001",)
    assert regions.address("gn:9000001").endswith(", Nineveh, Iraq")
    assert regions.get("gn:9000002").kind == "river"
    assert regions.get("gn:9000003") is None
    assert [hit.ids for hit in regions.scan("near Tel Zarqa")] == [("gn:9000001",)]
    (own,) = regions.named("Zarqo")
    assert regions.address(own) == "Zarqopolis, Mosul, Nineveh, Iraq"


def test_a_place_that_is_there_gets_the_names_and_keeps_the_rest(imported):
    assert imported.regions.named("Mausil City of Wells") == ("gn:99072",)
    assert imported.regions.address("gn:99072") == "Mosul, Nineveh, Iraq"


def test_a_place_known_under_another_id_is_no_second_one_but_a_namesake_far_off_is(imported):
    regions = imported.regions
    assert regions.get("gn:9000004") is None
    assert regions.named("Zarqa of the Mountain")[0] == regions.named("Sinjar")[0]
    assert regions.named("Sinjar of the Plain") == ("gn:9000005",)


def test_a_place_in_nothing_known_is_left_out_and_said(imported):
    assert any("importing 7 places" in line for line in imported.said)
    assert any(line.startswith("1 imported places lie in nothing known") for line in imported.said)
    assert imported.regions.named("Zarqantis") == ()


def test_a_new_import_asks_for_a_new_file(tmp_path):
    before = version(tmp_path)
    import_places(tmp_path, "x", DUMP.encode())
    assert version(tmp_path) != before


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The list holds no place."),
        (b"\xff\xfe\x00", "The list is not UTF-8 text."),
        (b"PK\x03\x04rubbish", "The zip cannot be read."),
        (b"lat,lon\n1,2\n", "The head line of the CSV has no column called name."),
        (b"name,parent\n,IQ\n", "Line 2 has no name."),
        (b"name,kind\nX,village\n", "Line 2 has no parent."),
        (b"name,parent,kind\nX,IQ,planet\n", "Line 2: 'planet' is no kind of place."),
        ((DUMP + "\nshort\tline").encode(), "Line 7 has 2 columns instead of 19."),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(tmp_path, data, sentence):
    with pytest.raises(DataError) as error:
        import_places(tmp_path, "x", data)
    assert str(error.value) == sentence
    assert not (tmp_path / "imports").exists()
