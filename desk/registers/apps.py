from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistersConfig(AppConfig):
    name = "desk.registers"
    label = "registers"
    verbose_name = "台账"

    def ready(self) -> None:
        """Load every app's registers.py; web and workers then know the same registers and their kinds of jobs."""
        autodiscover_modules("registers")
        from desk.registers import register, tasks  # models are there only now

        for declared in register.all_registers():
            tasks.declare(declared)
