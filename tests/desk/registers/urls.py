"""The portal with the trial register."""

from django.urls import include, path

from tests.desk.registers.trial import TrialRegister

urlpatterns = [path("trial/", include(TrialRegister.urls())), path("", include("jianzhi.urls"))]
