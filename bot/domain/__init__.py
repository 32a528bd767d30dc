"""The words of the trade as plain values: no I/O, no clock of their own, no frameworks."""
