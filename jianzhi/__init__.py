"""The roof: settings, addresses, the worker, sign-in and the home pages."""
