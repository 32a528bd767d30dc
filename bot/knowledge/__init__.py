"""What the bot knows of the world: regions and actors, how they are named, and who belongs to whom.

`open_world` gives one `World` that the whole process shares; any thread may ask it.
"""

from bot.knowledge.edits import Edits
from bot.knowledge.gazetteer import Gazetteer, Hit
from bot.knowledge.importers import import_places
from bot.knowledge.normalise import Word, fold_word, phrase, words
from bot.knowledge.register import ActorHit, Register
from bot.knowledge.resolve import PlaceContext, resolve
from bot.knowledge.search import Match
from bot.knowledge.tables import WATCH_COUNTRIES, ActorRow, DataError, NameEntry, PlaceRow
from bot.knowledge.world import Keys, Result, World, open_world

__all__ = [
    "ATTRIBUTION",
    "WATCH_COUNTRIES",
    "ActorHit",
    "ActorRow",
    "DataError",
    "Edits",
    "Gazetteer",
    "Hit",
    "Keys",
    "Match",
    "NameEntry",
    "PlaceContext",
    "PlaceRow",
    "Register",
    "Result",
    "Word",
    "World",
    "fold_word",
    "import_places",
    "open_world",
    "phrase",
    "resolve",
    "words",
]

ATTRIBUTION = "Place data © GeoNames, CC BY 4.0"
