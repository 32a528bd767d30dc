"""Words that are no wish: a greeting, and the end of something in plain words."""

from bot.wishes.vocabulary import fold, vocabulary_for


def is_greeting(text: str, language: str) -> bool:
    """Whether somebody only says hello, thanks or yes; `language` is the chat's (an IETF tag)."""
    words = _words(text)
    found = vocabulary_for(text, language.partition("-")[0]).find(words, 0, "talk") if words else None
    return found is not None and found.value == "greeting" and found.length == len(words)


def ended(text: str, language: str) -> str | None:
    """Return what somebody wants to follow no more ("unsubscribe Mosul"; nothing for "stop"), None for other words."""
    words = _words(text)
    found = vocabulary_for(text, language.partition("-")[0]).find(words, 0, "talk") if words else None
    if found is None or found.value != "end":
        return None
    return " ".join(text.strip(_ENDS).split()[found.length :])


_ENDS = " .,!?…؟،。"


def _words(text: str) -> list[str]:
    return [fold(word.strip(_ENDS)) for word in text.strip(_ENDS).split()]
