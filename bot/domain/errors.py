"""Errors that callers are expected to handle. The text of each is a sentence for the person who meets it.

* SituationBotError
  x UserError              the chat asked for something that cannot be done; shown to the chat
    + UnknownNameError     no region or actor has this name; carries suggestions
    + NothingAskedError    the words name nothing to follow
    + NotAllowedError      the asker has no right to it
  x InputError             a file, a line or a request is not what it should be; shown to the operator
  x SettingsError          a setting is missing or wrong
  x StorageError           the database cannot be used
    + AlreadyRunningError  another bot runs on this database
    + HandledError         this update has had its effect already
    + SupersededError      another process sends for this bot now
  x TokenRevokedError      Telegram does not accept the bot token (any more)
"""

from collections.abc import Sequence


class SituationBotError(Exception):
    """Base of all our errors."""


class UserError(SituationBotError):
    """The chat asked for something that cannot be done.

    `template` is the sentence in English and `values` what it takes, so that it can be said in the chat's language.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template.format(**values) if values else template)
        self.template = template if values else template.replace("{", "{{").replace("}", "}}")
        self.values = values


class UnknownNameError(UserError):
    """No region or actor has this name."""

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__("I know no region or actor named “{asked}”.", asked=name)
        self.name = name
        self.suggestions = tuple(suggestions)


class NothingAskedError(UserError):
    """The words name no place, no party and no kind of event."""

    def __init__(self) -> None:
        super().__init__("Tell me at least one place, party or kind of event to follow.")


class NotAllowedError(UserError):
    """The asker has no right to do this."""


class InputError(SituationBotError):
    """A file, a line or a request is not what it should be."""


class SettingsError(SituationBotError):
    """A setting is missing or wrong."""


class StorageError(SituationBotError):
    """The database cannot be used."""


class AlreadyRunningError(StorageError):
    """Another bot runs on this database."""


class HandledError(StorageError):
    """This update has had its effect already: a second transaction would double it."""


class SupersededError(StorageError):
    """Another process sends for this bot now: this one has to stop."""


class TokenRevokedError(SituationBotError):
    """Telegram does not accept the bot token (any more); what is promised stays promised."""
