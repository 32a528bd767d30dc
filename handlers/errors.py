"""What happens when a handler fails."""

from telegram import Update

from bot.domain.errors import UserError
from handlers.context import Context, asker


async def on_error(update: object, context: Context) -> None:
    """Tell a person what they can mend; hand everything else to the worker, which tries again."""
    error = context.error
    if isinstance(error, UserError) and isinstance(update, Update) and (who := asker(update)):
        await context.services.chats.explain(who, error)
    elif error is not None:
        context.services.hand_over(error)
