"""What we remember. The only package that speaks SQL.

Callers open a transaction and use its parts::

    async with storage.transaction() as tx:
        await tx.subscriptions.add(subscription)
"""

from storage.store import Storage, Transaction, handling, open_storage

__all__ = ["Storage", "Transaction", "handling", "open_storage"]
