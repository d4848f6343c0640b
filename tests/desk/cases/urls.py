"""The portal with the trial register."""

from django.urls import include, path

from tests.desk.cases.trial_register import TrialRegister

urlpatterns = [path("trials/", include(TrialRegister.urls())), path("", include("jianzhi.urls"))]
