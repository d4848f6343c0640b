"""Addresses of the second floor."""

from django.urls import include, path

from members import registers, views

_of_members, _ = registers.MemberRegister.urls()
_of_transfers, _ = registers.TransferRegister.urls()
_of_duplicates, _ = registers.DuplicateRegister.urls()

member_pages = [
    path("<str:pk>/card/", views.CardPaper.as_view(register=registers.MemberRegister), name="card"),
    *_of_members,
]
transfer_pages = [
    path("<str:pk>/letter/", views.LetterPaper.as_view(register=registers.TransferRegister), name="letter"),
    *_of_transfers,
]
duplicate_pages = [path("look/", views.look_for_duplicates, name="look"), *_of_duplicates]
# For visitors without an account.
public_pages = [
    path("", views.choose_union, name="choose"),
    path("status/", views.status, name="status"),
    path("<int:pk>/", views.join, name="form"),
]

urlpatterns = [
    path("members/", include((member_pages, "members"))),
    path("transfers/", include((transfer_pages, "transfers"))),
    path("applications/", include(registers.ApplicationRegister.urls())),
    path("duplicates/", include((duplicate_pages, "duplicates"))),
    path("join/", include((public_pages, "join"))),
]
