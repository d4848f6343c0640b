from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "desk.sheets"
    label = "sheets"
    verbose_name = "表格"
