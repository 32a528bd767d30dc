"""What the product does: use cases, one class per area, one transaction per call."""
