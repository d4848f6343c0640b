"""The addresses of the year end."""

from django.urls import URLPattern, include, path

from jianzhi.year_end.registers import EnteredFigureRegister, ReturnRegister
from jianzhi.year_end.views import entry, figures, period, periods, photos, preview, returns, signing, targets, texts

pages: list[URLPattern] = [
    path("", periods.period_list, name="list"),
    path("new/", periods.open_period, name="open"),
    path("<int:pk>/change/", periods.change, name="change"),
    path("<int:pk>/close/", periods.close, name="close"),
    path("<int:pk>/correct/", periods.correct, name="correct"),
    path("<int:pk>/returns/", returns.returns_overview, name="returns"),
    path("<int:pk>/entry/", entry.enter, name="entry"),
    path("<int:pk>/targets/", targets.year_targets, name="targets"),
    path("<int:pk>/", period.period, name="period"),
    path("<int:pk>/build/", period.build, name="build"),
    path("<int:pk>/texts/", texts.chapter_texts, name="texts"),
    path("<int:pk>/texts/<slug:chapter>/", texts.edit_text, name="text"),
    path("<int:pk>/texts/<slug:chapter>/photos/", photos.chapter_photos, name="photos"),
    path("<int:pk>/photos/<int:photo>/", photos.edit_photo, name="photo"),
    path("<int:pk>/texts/<slug:chapter>/try/", texts.try_text, name="try_text"),
    path("<int:pk>/texts/<slug:chapter>/restore/", texts.restore_text, name="restore_text"),
    path("<int:pk>/report/preview/", preview.preview, name="preview"),
    path("<int:pk>/sign/", signing.sign_edition, name="sign"),
    path("<int:pk>/publish/", signing.publish, name="publish"),
    path("<int:pk>/figures/", figures.figures, name="figures"),
    path("<int:pk>/figures/<slug:code>/", figures.figure, name="figure"),
]

urlpatterns = [
    path("", include((pages, "year_end"))),
    path("returns/", include(ReturnRegister.urls())),
    path("entered/", include(EnteredFigureRegister.urls())),
]
