"""Django's PostgreSQL, as the portal uses it (settings.DATABASES)."""
