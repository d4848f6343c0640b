"""Keys, masks, scope and the record of who looked: what may be seen, and by whom."""
