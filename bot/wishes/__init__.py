"""What a person asks for, from the words to the request: "Nineveh: ISIS or PMU, not casualties, declared+".

`parse` reads the words without knowing the world: it finds out what is a name and what part it has. `resolve` asks the
world what the names mean, and gives the request or the questions that a person has to answer first. `read` does both.
"""

from bot.wishes.parse import parse
from bot.wishes.reading import read
from bot.wishes.resolve import Question, Resolved, resolve
from bot.wishes.wish import Name, Wish

__all__ = ["Name", "Question", "Resolved", "Wish", "parse", "read", "resolve"]
