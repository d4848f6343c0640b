from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "会员"
    has_demo = True  # manage.py seed_demo builds it

    def ready(self) -> None:
        """Add the rights to members to the roles, and tell the tree of the members; models are there only now."""
        from members import access
        from members.services import union_mergers

        access.declare()
        union_mergers.declare()
