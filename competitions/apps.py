from django.apps import AppConfig


class CompetitionsConfig(AppConfig):
    name = "competitions"
    verbose_name = "竞赛与建议"
    has_demo = True  # manage.py seed_demo builds it

    def ready(self) -> None:
        """Add the rights to ideas to the roles; models are there only now."""
        from competitions import access

        access.declare()
