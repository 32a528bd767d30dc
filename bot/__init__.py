"""Situation-update alerts for Telegram, from report to chat.

The data flows one way::

    sources -> extraction -> correlation -> matching -> rendering -> outbox -> delivery -> Telegram
"""
