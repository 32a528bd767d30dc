"""What the bot says about itself: getMe, its command menu, name and descriptions."""

import re

from bot.sandbox.account import Account, Answer
from bot.sandbox.errors import bad_request
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.views import user_json

MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(account: Account, _: Params) -> Answer:
    """GetMe."""
    return {
        **user_json(account.world.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": not account.world.privacy,
        "supports_inline_queries": False,
        "supports_guest_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def _scope(params: Params) -> str:
    value = params.data("scope", "Can't parse BotCommandScope JSON object")
    if value is None:
        return "default"
    if not isinstance(value, dict):
        raise bad_request("BotCommandScope must be an Object")
    kind = value.get("type", "default")
    if kind not in _SCOPES:
        raise bad_request("Unsupported type specified")
    parts = [str(kind)]
    for name in _SCOPES[kind]:
        if not value.get(name):
            raise bad_request("Empty chat_id specified" if name == "chat_id" else "Invalid user_id specified")
        parts.append(str(value[name]))
    return " ".join(parts)


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _commands(params: Params) -> list[Json]:
    value = params.data("commands", "Can't parse commands JSON object") or []
    if not isinstance(value, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(value) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept: list[Json] = []
    for item in value:
        if not isinstance(item, dict):
            raise bad_request("Can't parse BotCommand: expected an Object")
        name, description = (
            str(item.get("command", "")).removeprefix("/"),
            str(item.get("description", "")).strip(),
        )
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not description:
            raise bad_request("Command description must be non-empty")
        if len(description) > MAX_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": description})
    return kept


def set_my_commands(account: Account, params: Params) -> Answer:
    """SetMyCommands."""
    commands = _commands(params)
    account.profile.commands[_scope(params), _language(params)] = commands
    return True


def get_my_commands(account: Account, params: Params) -> Answer:
    """GetMyCommands."""
    return account.profile.commands.get((_scope(params), _language(params)), [])


def delete_my_commands(account: Account, params: Params) -> Answer:
    """DeleteMyCommands."""
    account.profile.commands.pop((_scope(params), _language(params)), None)
    return True


def _set_words(words: dict[str, str], params: Params, field: str, limit: int, complaint: str) -> Answer:
    language, text = _language(params), params.text(field)
    if len(text) > limit:
        raise bad_request(complaint)
    if text:
        words[language] = text
    else:
        words.pop(language, None)
    return True


def set_my_name(account: Account, params: Params) -> Answer:
    """SetMyName."""
    return _set_words(account.profile.names, params, "name", MAX_NAME, "BOT_TITLE_INVALID")


def set_my_description(account: Account, params: Params) -> Answer:
    """SetMyDescription."""
    words = account.profile.descriptions
    return _set_words(words, params, "description", MAX_DESCRIPTION, "BOT_DESCRIPTION_INVALID")


def set_my_short_description(account: Account, params: Params) -> Answer:
    """SetMyShortDescription."""
    words = account.profile.short_descriptions
    return _set_words(words, params, "short_description", MAX_SHORT_DESCRIPTION, "BOT_ABOUT_INVALID")


def get_my_name(account: Account, params: Params) -> Answer:
    """GetMyName."""
    names = account.profile.names
    return {"name": names.get(_language(params)) or names.get("") or account.world.bot.first_name}


def get_my_description(account: Account, params: Params) -> Answer:
    """GetMyDescription."""
    words = account.profile.descriptions
    return {"description": words.get(_language(params)) or words.get("", "")}


def get_my_short_description(account: Account, params: Params) -> Answer:
    """GetMyShortDescription."""
    words = account.profile.short_descriptions
    return {"short_description": words.get(_language(params)) or words.get("", "")}
