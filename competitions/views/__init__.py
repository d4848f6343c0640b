"""The pages of ideas."""
