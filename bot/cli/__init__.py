"""The commands of the command line, one function each; `bot.__main__` says what they are called and what they take.

Modules by what they load, as reading texts must not wait for the network, the database and Telegram's library to be loaded:
`asking` and `checking` need what the bot knows of the world and no more, `working` needs the whole bot.
"""
