"""Values in, Telegram HTML out: the only place where texts for people are made."""
