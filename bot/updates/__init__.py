"""The durable inbox: what Telegram tells us is committed first, acknowledged second, and handled third."""
