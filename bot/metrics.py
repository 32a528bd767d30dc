"""Every metric of the product, declared once; served at /metrics."""

from prometheus_client import Counter, Gauge, Histogram

DELIVERIES = Counter("situation_deliveries", "Finished deliveries by how they ended", ["kind", "state"])
IN_DOUBT = Counter("situation_in_doubt", "Deliveries whose fate was unknown after a restart", ["kind"])
FENCED = Counter("situation_fenced_acks", "Acknowledgements refused because another epoch owned the delivery")
SEND_SECONDS = Histogram("situation_send_seconds", "Time of one Bot API call", ["method"])
PENDING = Gauge("situation_outbox_pending", "Deliveries that wait", ["lane"])
UPDATES = Counter("situation_updates", "Telegram updates by what became of them", ["state"])
REPORTS = Counter("situation_reports", "Reports by what became of them", ["result"])
CLAIMS = Counter("situation_claims", "Claims read, by type", ["type"])
DEVELOPMENTS = Counter("situation_developments", "Developments by change", ["change"])
JOBS = Counter("situation_jobs", "Runs of timed jobs", ["job", "result"])
