"""Workbooks: what leaves the portal as a table."""
