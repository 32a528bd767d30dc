"""The verbs of `/sandbox/…`: each takes the sandbox and its arguments and returns what JSON can hold."""

from bot.sandbox.verbs.arguments import Verb
from bot.sandbox.verbs.people import PEOPLE
from bot.sandbox.verbs.places import PLACES
from bot.sandbox.verbs.watching import WATCHING

VERBS: dict[str, Verb] = {**PEOPLE, **PLACES, **WATCHING}
