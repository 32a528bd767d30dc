"""The one HTTP server: health, metrics, pushed reports, and Telegram's webhook."""
