from django.apps import AppConfig


class YearEndConfig(AppConfig):
    name = "jianzhi.year_end"
    label = "year_end"
    verbose_name = "年终统计"
    has_demo = True  # manage.py seed_demo builds it

    def ready(self) -> None:
        """Add the rights of the year end to the roles; models are there only now."""
        from jianzhi.year_end import access

        access.declare()
