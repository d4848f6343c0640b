from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "会员"
    has_demo = True  # manage.py seed_demo builds it

    def ready(self) -> None:
        """Add the rights to members to the roles; models are there only now."""
        from members import access

        access.declare()
