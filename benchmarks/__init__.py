"""Benchmarks: each module measures one part beside its own peer or limit, because absolute figures move with the machine.

A module has `async def run(tiny: bool) -> None`; `tiny` is for the test suite, where only that it runs is of interest.
"""
