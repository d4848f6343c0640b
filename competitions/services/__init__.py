"""The verbs of the programme of ideas. All keyword-only, one transaction each."""
