"""The verbs of the second floor. All keyword-only, one transaction each."""
