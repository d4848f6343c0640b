"""The verbs of the first floor. Each asks for the right, checks what it is given, and is one transaction."""
