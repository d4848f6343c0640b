"""The home pages: work first, then the figures of the year."""
