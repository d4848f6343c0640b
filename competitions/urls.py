"""Addresses of the programme of ideas."""

from django.urls import include, path

from competitions import registers
from competitions.views import public, public_form, public_receipt, public_status
from competitions.views.papers import CertificatePaper
from competitions.views.statistics import statistics

_of_proposals, _ = registers.ProposalRegister.urls()

proposal_pages = [
    path("statistics/", statistics, name="statistics"),
    path("<str:pk>/certificate/", CertificatePaper.as_view(register=registers.ProposalRegister), name="certificate"),
    *_of_proposals,
]

public_pages = [
    path("", public.adopted, name="adopted"),
    path("submit/", public_form.submit, name="submit"),
    path("submit/places/", public_form.find_workplace, name="places"),
    path("submit/receipt.png", public_receipt.picture, name="picture"),
    path("status/", public_status.status, name="status"),
    path("status/write/", public_status.write, name="write"),
    path("status/withdraw/", public_status.withdraw, name="withdraw"),
    path("<uuid:pk>/", public.detail, name="detail"),
]

urlpatterns = [
    path("ideas/", include((public_pages, "ideas"))),
    path("proposals/", include((proposal_pages, "proposals"))),
    path("campaigns/", include(registers.CampaignRegister.urls())),
]
