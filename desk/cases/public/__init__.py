"""People without an account: what they hold in their hands, how often they may come, and the door they come through."""
