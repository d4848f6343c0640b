"""The columns of the registers of unions, in the order in which officers read them."""

import django_tables2 as tables

from unions.models import Announcement, Employer, LegalPersonRegistration, Officer, ShellFlag, UnionOrg, User


class UnionOrgTable(tables.Table):
    """Columns of the unions."""

    parent = tables.Column(accessor="parent__name", verbose_name="上级工会")

    class Meta:
        model = UnionOrg
        fields = (
            "name",
            "org_type",
            "parent",
            "status",
            "grassroots_form",
            "uscc",
            "stat_code",
            "region_code",
            "industry",
            "unit_class",
            "worker_count",
            "member_count",
            "female_members",
            "migrant_members",
            "founded_on",
            "approval_doc_no",
            "bank_account_opened",
            "books_kept",
            "phone",
            "address",
        )


class EmployerTable(tables.Table):
    """Columns of the employers."""

    union = tables.Column(accessor="union__name", verbose_name="责任工会")

    class Meta:
        model = Employer
        fields = (
            "name",
            "uscc",
            "union",
            "unit_class",
            "industry",
            "is_above_scale",
            "is_two_new",
            "headcount",
            "female_headcount",
            "migrant_headcount",
            "registered_on",
            "deregistered_on",
            "contact",
            "phone",
            "address",
        )


class OfficerTable(tables.Table):
    """Columns of the officers."""

    union = tables.Column(accessor="union__name", verbose_name="工会")

    class Meta:
        model = Officer
        fields = ("name", "union", "post", "employment", "gender", "held", "phone", "id_number")


class RegistrationTable(tables.Table):
    """Columns of the registrations of legal persons."""

    union = tables.Column(accessor="union__name", verbose_name="工会")

    class Meta:
        model = LegalPersonRegistration
        fields = (
            "union",
            "kind",
            "state",
            "uscc",
            "cert_no",
            "legal_rep",
            "submitted_on",
            "issued_on",
            "valid_until",
            "note",
        )


class ShellFlagTable(tables.Table):
    """Columns of the suspicions."""

    union = tables.Column(accessor="union__name", verbose_name="工会")

    class Meta:
        model = ShellFlag
        fields = ("union", "kind", "state", "found_on", "decided_on", "note")


class UserTable(tables.Table):
    """Columns of the accounts."""

    class Meta:
        model = User
        fields = ("username", "full_name", "is_active", "phone", "email", "last_login", "password_changed_at")


class AnnouncementTable(tables.Table):
    """Columns of the announcements."""

    union = tables.Column(accessor="union__name", verbose_name="发布工会")

    class Meta:
        model = Announcement
        fields = ("title", "kind", "union", "published_on", "until", "body")
