"""Benchmarks of what is done again without a network."""
