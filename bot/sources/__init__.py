"""Where reports come from: one pure parser per kind of source, from bytes or text to reports.

`SOURCES` names each kind and its parser's module; docs/extending.md lists the same.
"""

from bot.sources import jsonl, text

SOURCES = {"text": text, "jsonl": jsonl}
