"""What can be done in the year end, and what is counted for it."""
