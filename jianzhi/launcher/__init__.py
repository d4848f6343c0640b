"""The launcher behind `./portal`: it makes the virtual environment, starts the engines and runs the portal.

Until the virtual environment exists only the standard library can be imported, so nothing here imports Django, and
psycopg is imported only inside the functions that need it.
"""
