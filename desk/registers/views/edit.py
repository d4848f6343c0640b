"""Forms: a new record, a changed one, and the actions on one record.

What the second of two people saved over is shown beside what they typed (promises.md C1); nothing typed is ever lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from desk.registers import fields, submitting
from desk.registers.merging import Merger
from desk.registers.parts import Action
from desk.registers.versions import Conflict, claim
from desk.registers.views.base import RecordPage, RegisterPage


@dataclass(frozen=True)
class Group:
    """Fields under a heading."""

    title: str
    fields: list[Any]


class FormPage(RegisterPage):
    """A page with one form: shows it, searches its choices, and saves."""

    form_class: type[forms.BaseForm]
    subject: Any = None  # the record the form is about

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.bound(None)
        if name := request.GET.get("options"):
            found = fields.options(form, name, request.GET.get("q", ""))
            if found is None:
                raise Http404("没有这个选项。")
            return JsonResponse({"results": found})
        return self.show(form)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.bound(request.POST)
        if not form.is_bound:
            return self.show(form)  # searched without JavaScript
        try:
            return redirect(submitting.once(request, lambda: self.answer(form)))
        except submitting.NotAnswered:
            return self.show(form)
        except ValidationError as error:
            fields.add_errors(form, error)
            return self.show(form)
        except Conflict as conflict:
            return self.show_conflict(form, conflict.current)

    def answer(self, form: Any) -> str:
        """Save what was filled in; gives the address to go to."""
        if not form.is_valid():
            raise submitting.NotAnswered
        return self.register.url("detail", self.save(form).pk)

    def bound(self, data: Any) -> Any:
        """The form, filled in with `data`."""
        files = None if data is None else self.request.FILES
        return fields.bind(self.form_class, self.user, data=data, files=files, obj=self.subject, known=self.known())

    def known(self) -> Mapping[str, Any]:
        """What the form's fields begin with."""
        return {}

    def save(self, form: Any) -> Any:
        """Hand the answers to the service; gives the record to go to."""
        raise NotImplementedError

    def show(self, form: Any, **context: Any) -> HttpResponse:
        """The page with the form on it."""
        raise NotImplementedError

    def show_conflict(self, form: Any, current: Any) -> HttpResponse:
        """The page after somebody else has saved the record in the meantime."""
        raise NotImplementedError

    def version(self) -> int:
        """The version the person had before them; 0, which no row has, when the form does not say."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def groups(self, form: Any) -> list[Group]:
        """The fields of `form` under the headings of the register's sections."""
        left = {field.name: field for field in form.visible_fields()}
        grouped = [Group(s.title, [left.pop(n) for n in s.names if n in left]) for s in self.register.sections]
        rest = list(left.values())
        first = [Group("填写", rest)] if rest and not any(g.fields for g in grouped) else []
        other = [Group("其他", rest)] if rest and not first else []
        return [*first, *(group for group in grouped if group.fields), *other]


class CreatePage(FormPage):
    """A new record."""

    verb = "add"

    def admit(self) -> None:
        if self.register.create is None:
            raise Http404("这张台账不能直接新增。")
        self.form_class = self.register.create_form or self.register.form  # type: ignore[assignment]  # create needs a form
        super().admit()

    def save(self, form: Any) -> Any:
        saved = self.register.create(actor=self.user, **form.cleaned_data)  # type: ignore[misc]  # checked in admit()
        messages.success(self.request, f"已新增{self.register.title}“{self.register.heading(saved)}”。")
        return saved

    def show(self, form: Any, **context: Any) -> HttpResponse:
        words = self.register.create_title
        page = {
            "form": form,
            "groups": [Group(words, list(form.visible_fields()))] if words else self.groups(form),
            "page_name": words or f"新增{self.register.title}",
            "back_url": self.register.url("list"),
            "draft": f"{self.register.slug}:new",
        }
        return self.draw("form", {"once": submitting.fresh_key(), **page, **context})


class EditPage(RecordPage, FormPage):
    """A changed record."""

    verb = "change"

    def admit(self) -> None:
        if self.register.change is None or self.register.form is None:
            raise Http404("这张台账的记录不能直接修改。")
        super().admit()
        self.form_class, self.subject = self.register.form, self.record

    def answer(self, form: Any) -> str:
        if self.version() != self.record.version:
            raise Conflict(self.record)  # before judging values that the form may hold only because they have passed
        return super().answer(form)

    def save(self, form: Any) -> Any:
        changed = fields.changed(form)
        version = self.version()
        if not changed:
            messages.info(self.request, "没有改动，不需要保存。")
            return self.record
        saved = self.register.change(actor=self.user, obj=self.record, version=version, **changed)  # type: ignore[misc]  # checked in admit()
        messages.success(self.request, f"已保存“{self.register.heading(saved)}”。")
        return saved

    def show(self, form: Any, **context: Any) -> HttpResponse:
        # A form that comes back with errors keeps the version it began with, or it would save over what nobody saw.
        version = self.version() if self.request.method == "POST" else self.record.version
        page = {
            "form": form,
            "groups": self.groups(form),
            "version": version,
            "page_name": f"修改{self.register.title}",
            "back_url": self.register.url("detail", self.record.pk),
            "draft": f"{self.register.slug}:{self.record.pk}",
        }
        return self.draw("form", {"once": submitting.fresh_key(), **page, **context})

    def show_conflict(self, form: Any, current: Any) -> HttpResponse:
        messages.warning(self.request, "您填写期间，这条记录已由他人修改并保存。您填写的内容都保留着，还没有保存。")
        merger = Merger(form, current, user=self.user, version=self.version())
        merged = fields.bind(self.form_class, self.user, data=merger.data(), obj=current)
        return self.show(merged, compared=merger.compared(), version=current.version)


class ActionPage(RecordPage, FormPage):
    """Something done to one record."""

    action: Action

    def admit(self) -> None:
        super().admit()
        found = self.register.action(self.kwargs["slug"])
        if found is None:
            raise Http404("没有这项操作。")
        if not found.is_granted_to(self.user, self.record):
            raise PermissionDenied(f"needs {found.right}")
        self.action, self.form_class, self.subject = found, found.form or forms.Form, self.record

    def known(self) -> Mapping[str, Any]:
        return self.action.known(self.record, self.user) if self.action.known else {}

    def save(self, form: Any) -> Any:
        row = claim(self.record, self.version())
        if not self.action.when(row):
            raise ValidationError(f"这条记录现在的状态不能“{self.action.title}”。")
        self.action.run(actor=self.user, obj=row, **form.cleaned_data)
        messages.success(self.request, self.action.done or f"已办理“{self.action.title}”。")
        return row

    def show(self, form: Any, **context: Any) -> HttpResponse:
        if not self.action.when(self.record):
            messages.warning(self.request, f"这条记录现在的状态不能“{self.action.title}”。")
            return redirect(self.register.url("detail", self.record.pk))
        if reason := self.action.why_not(self.record, self.user):
            messages.warning(self.request, reason)
            return redirect(self.register.url("detail", self.record.pk))
        page = {
            "form": form,
            "groups": [Group(self.action.title, list(form.visible_fields()))],
            "action": self.action,
            "effects": self.action.effects(self.record, self.user) if self.action.effects else (),
            "version": self.version() if self.request.method == "POST" else self.record.version,
            "page_name": self.action.title,
            "back_url": self.register.url("detail", self.record.pk),
            "draft": f"{self.register.slug}:{self.record.pk}:{self.action.slug}",
        }
        return self.draw("form", {"once": submitting.fresh_key(), **page, **context})

    def show_conflict(self, form: Any, current: Any) -> HttpResponse:
        messages.warning(
            self.request, "这条记录刚由他人修改过。请核对下面的现状，确认无误后再提交一次。您填写的内容都保留着。"
        )
        return self.show(form, version=current.version)
