"""What people fill in about ideas."""
