"""What a token can be, as bits: the closed classes of the lexicon, and what its shape tells."""

DETERMINER = 1 << 0
PREPOSITION = 1 << 1
CONJUNCTION = 1 << 2
SUBORDINATOR = 1 << 3
RELATIVE = 1 << 4
PRONOUN = 1 << 5
BE = 1 << 6
HAVE = 1 << 7
DO = 1 << 8
GET = 1 << 9
MODAL = 1 << 10
NEGATION = 1 << 11
ADVERB = 1 << 12
NUMBER = 1 << 13
PAST = 1 << 14
"""A verb form that can be a past tense or a past participle."""
PARTICIPLE = 1 << 15
"""A verb form that can only be a past participle (taken, overrun)."""
ING = 1 << 16
BASE = 1 << 17
"""A verb's dictionary form or third person: often a noun as well."""
PUNCTUATION = 1 << 18
COMMA = 1 << 19
QUOTE = 1 << 20
CAPITAL = 1 << 21
CALENDAR = 1 << 22
TITLE = 1 << 23
COMPASS = 1 << 24
POSSESSIVE = 1 << 25
CLOCK = 1 << 26
NOMINAL = 1 << 27
"""A noun of the tables of nouns and parties."""

AUXILIARY = BE | HAVE | DO | GET | MODAL
FINITE = PAST | BE | HAVE | DO | MODAL
VERB = PAST | PARTICIPLE | ING | BASE
STOP = PUNCTUATION | COMMA

CLASSES = {
    "determiner": DETERMINER, "preposition": PREPOSITION, "conjunction": CONJUNCTION, "subordinator": SUBORDINATOR,
    "relative": RELATIVE, "pronoun": PRONOUN, "be": BE, "have": HAVE, "do": DO, "get": GET, "modal": MODAL,
    "negation": NEGATION, "number": NUMBER, "adverb": ADVERB, "weekday": CALENDAR, "month": CALENDAR, "clock": CLOCK,
    "title": TITLE, "compass": COMPASS,
}  # fmt: skip
"""The classes of `words.toml` by name."""
