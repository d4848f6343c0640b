"""The queue of record: long work as rows in PostgreSQL, carried out by Celery workers."""
