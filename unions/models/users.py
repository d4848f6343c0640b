"""The people who sign in, and what they are appointed to."""

from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from desk.registers.checks import check_mobile
from desk.registers.dated import Dated, DatedQuerySet
from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from desk.vault.scope import everything
from unions.choices import Duty, Role
from unions.models.orgs import UnionOrg
from unions.scoping import in_branches


class UserQuerySet(models.QuerySet["User"]):
    """Questions to the accounts."""

    def visible_to(self, user: "User") -> "UserQuerySet":
        """Accounts appointed in the branches of `user`, and those appointed nowhere; none without a branch."""
        branches = user.scope()
        if not branches:
            return self.none()
        anywhere = Appointment.objects.filter(user=models.OuterRef("pk"))
        inside = anywhere.filter(in_branches(branches, "union__path"))
        return self.filter(models.Exists(inside) | ~models.Exists(anywhere))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    """Makes accounts. There is no superuser: rights come from appointments alone (三员分立)."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password it cannot sign in."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def with_perm(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("ask Appointment.objects who may do what")


@tracked(exclude=("password", "last_login"))
class User(AbstractBaseUser, Record):
    """An account. What it may do, and where, its appointments of the day say."""

    privacy = Privacy(
        plain=f"{RECORD_FIELDS} username password last_login is_active must_change_password password_changed_at",
        personal={"full_name": "shown", "phone": "phone", "email": "email"},
    )

    username = models.CharField(
        "登录名",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z][a-z0-9_.-]{2,39}$", "登录名用小写字母开头，可含数字、点、横线，3 至 40 位。")
        ],
        error_messages={"unique": "这个登录名已被使用。"},
    )
    full_name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机", max_length=11, blank=True, validators=[check_mobile])
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改密码", default=False)
    password_changed_at = models.DateTimeField("密码更改时间", default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    is_superuser = False

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def current_appointments(self) -> "list[Appointment]":
        """The appointments that hold today, asked once per request."""
        if not self.is_active:
            return []
        if not hasattr(self, "_current_appointments"):
            # Scope is made from these rows, so they are read before any scope of the person's own is in force.
            with everything("a person's own appointments"):
                today = timezone.localdate()
                self._current_appointments = list(self.appointments.on(today).select_related("union").order_by())
        return self._current_appointments

    def scope(self) -> tuple[str, ...]:
        """The path prefixes of the branches this person works for."""
        return tuple(sorted({a.union.path for a in self.current_appointments()}))

    def branches_with(self, right: str) -> tuple[str, ...]:
        """The path prefixes of the branches in which today's appointments give `right`."""
        return tuple(sorted({a.union.path for a in self.current_appointments() if self.has_perm(right, a.union)}))

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether one of today's appointments gives the right `perm`, for `obj` when one is given."""
        return self.is_active and any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def has_perms(self, perms: Any, obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(
            backend.has_module_perms(self, app_label)
            for backend in get_backends()
            if hasattr(backend, "has_module_perms")
        )

    @property
    def duties(self) -> set[int]:
        """The duties of today's appointments: one at most, as the database guarantees."""
        return {a.duty for a in self.current_appointments()}

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin site opens: for the system and the security administration."""
        return bool(self.duties & {Duty.SYSTEM, Duty.SECURITY})


DUTY_OF_ROLE = {Role.SYSTEM_ADMIN: Duty.SYSTEM, Role.SECURITY_ADMIN: Duty.SECURITY, Role.AUDITOR: Duty.AUDIT}


@tracked(exclude=("duty",))
class Appointment(Dated, Record):
    """A role at a union, from one day to another. Reaches as far down as the tree goes.

    Not row-scoped: scope is made from these rows. Who may see whose is asked by `visible_to`.
    """

    privacy = Privacy(plain=f"{RECORD_FIELDS} user union role duty held appointed_by doc_no")

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="账号")
    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="appointments", verbose_name="工会")
    role = models.CharField("角色", max_length=16, choices=Role)
    duty = models.GeneratedField(
        expression=models.Case(
            *(models.When(role=role.value, then=duty.value) for role, duty in DUTY_OF_ROLE.items()),
            default=Duty.BUSINESS.value,
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(choices=Duty),
        db_persist=True,
        verbose_name="职责",
    )
    appointed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任命人"
    )
    doc_no = models.CharField("依据", max_length=60, blank=True)

    objects = models.Manager.from_queryset(DatedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ("user", "held")
        constraints = (
            ExclusionConstraint(
                name="appointment_duties_apart",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("duty", RangeOperators.NOT_EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
                violation_error_message="三员分立：系统管理、安全保密管理、安全审计与业务角色不能由同一账号兼任。",
            ),
            ExclusionConstraint(
                name="appointment_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("union", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
                violation_error_message="该账号在这家工会的同一角色已任命。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.held}"
