"""Filters of the second floor, one module for each group of registers."""
