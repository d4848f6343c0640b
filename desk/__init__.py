"""The counter every register stands on. Knows no union and no member."""
