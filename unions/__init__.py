"""The first floor: the tree of unions, their employers and officers, the users and their scope."""
