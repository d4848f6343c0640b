from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "desk.notices"
    label = "notices"
    verbose_name = "通知"
