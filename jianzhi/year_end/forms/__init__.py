"""What officers fill in at the year end."""
