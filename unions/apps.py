from django.apps import AppConfig


class UnionsConfig(AppConfig):
    name = "unions"
    verbose_name = "工会组织"
    has_demo = True  # manage.py seed_demo builds it
