"""Which event a claim belongs to, what it changes in it, and how sure we are now: pure decisions.

`lookup` and `event_keys` say under which keys events are stored and found, `correlate` decides about one report with
all its claims, `compose` computes an event from its ledger. docs/correlation.md explains the rules.
"""

from bot.correlation.composing import compose
from bot.correlation.decide import correlate
from bot.correlation.history import is_current
from bot.correlation.keys import event_keys, lookup

__all__ = ["compose", "correlate", "event_keys", "is_current", "lookup"]
