"""The papers of the year end, drawn from a Report: the annual report as PDF and DOCX, and the one-page brief.

Nothing here asks the database: what stands on a paper was decided by whoever made the Matter.
"""
