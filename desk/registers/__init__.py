"""A Register is a declaration; list, detail, forms, actions, export, print and history come from it."""
