"""Papers: PDF, DOCX and charts drawn from plain data."""
