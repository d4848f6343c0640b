"""A Register is a declaration. List, detail, forms, actions, saved views, export, print and history come from it.

    class EmployerRegister(Register):
        model = Employer
        slug, icon = "employers", "building-factory"
        table, default_columns = EmployerTable, ("name", "uscc", "union")
        sortings, default_sorting = {"name": "pinyin", "headcount": "headcount"}, "name"
        filters, facets, search = EmployerFilters, ("is_above_scale",), "search"
        form, create, change = EmployerForm, staticmethod(register_employer), staticmethod(change_employer)
        sections = (Section("基本情况", "name uscc union"),)

It is used as a class, never made an instance of. Its addresses are `path("employers/", include(EmployerRegister.urls()))`;
its rights are Django's: view_, add_, change_, import_, export_, print_ and reveal_employer.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelForm
from django.urls import reverse
from django_filters import FilterSet
from django_tables2 import Table

from desk.registers.columns import Column, columns_of
from desk.registers.models import ColumnChoice
from desk.registers.parts import Action, Badge, BulkAction, Panel, Person, Preset, Section
from desk.vault.privacy import Level

if TYPE_CHECKING:
    from desk.sheets.resource import SheetResource

Service = Callable[..., Any]
_declared: dict[str, "type[Register]"] = {}


class Register:
    """A list of records of one kind, and all that can be done with it."""

    model: ClassVar[type[Model]]
    slug: ClassVar[str] = ""
    icon: ClassVar[str] = "list-details"
    title: ClassVar[str] = ""

    table: ClassVar[type[Table]]
    default_columns: ClassVar[Sequence[str]]
    sortings: ClassVar[dict[str, str]]
    default_sorting: ClassVar[str]
    filters: ClassVar[type[FilterSet]]
    facets: ClassVar[Sequence[str]] = ()
    search: ClassVar[str] = ""
    search_hint: ClassVar[str] = "名称、拼音首字母、代码"
    search_sealed: ClassVar[str] = ""
    related: ClassVar[Sequence[str]] = ()
    # What a page of the list reads of the `related` records, and of its own nothing but what the columns show; () = all.
    # The heading of such a record is one of its columns.
    related_fields: ClassVar[Sequence[str]] = ()
    presets: ClassVar[Sequence[Preset]] = ()

    form: "ClassVar[type[ModelForm[Any]] | None]" = None
    create_form: ClassVar[type[BaseForm] | None] = None
    create: ClassVar[Service | None] = None
    create_title: ClassVar[str] = ""  # in place of 新增
    change: ClassVar[Service | None] = None
    sections: ClassVar[Sequence[Section]] = ()
    panels: ClassVar[Sequence[Panel]] = ()
    actions: ClassVar[Sequence[Action]] = ()
    bulk: ClassVar[Sequence[BulkAction]] = ()
    # A template with further buttons above the list, beside 新增.
    buttons: ClassVar[str] = ""
    # What a workbook of these records looks like; or, in a sentence, why none may be taken in (docs/decisions/0006).
    resource: "ClassVar[type[SheetResource] | None]" = None
    no_import: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.slug:
            return  # a base for other declarations
        if cls.slug in _declared:
            raise ImproperlyConfigured(f"two registers are called {cls.slug!r}")
        cls.title = cls.title or str(cls.model._meta.verbose_name)
        cls._check()
        _declared[cls.slug] = cls

    @classmethod
    def _check(cls) -> None:
        """Raise ImproperlyConfigured for names that lead nowhere, at import and not at the first click; and for a register
        that says neither what its sheets look like nor why it takes none."""
        if (cls.resource is None) != bool(cls.no_import):
            raise ImproperlyConfigured(f"{cls.__name__} needs a `resource`, or `no_import` with the reason; not both")
        columns, filters = cls.table.base_columns, cls.filters.base_filters
        wrong = {
            "default_columns": set(cls.default_columns) - set(columns),
            "sortings": set(cls.sortings) - set(columns),
            "default_sorting": {cls.default_sorting.removeprefix("-")} - set(cls.sortings),
            "facets": {name for name in cls.facets if name not in filters or "choices" not in filters[name].extra},
        }
        for where, names in wrong.items():
            if names:
                raise ImproperlyConfigured(f"{cls.__name__}.{where}: {', '.join(sorted(names))} cannot be used there")

    # --- what may be overridden -----------------------------------------------------------------------------------------
    @classmethod
    def rows(cls, user: Person) -> QuerySet[Any]:
        """The rows `user` may see; everything else starts from them. Override to add annotations."""
        found: QuerySet[Any] = cls.model.objects.visible_to(user)  # type: ignore[attr-defined]  # what a register stands on
        return found

    @classmethod
    def joined(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        """`rows` with the `related` records; where none are named, none, for Django would then join all it finds."""
        return rows.select_related(*cls.related) if cls.related else rows

    @classmethod
    def heading(cls, obj: Any) -> str:
        """The heading of a record's page."""
        return str(obj)

    @classmethod
    def subtitle(cls, obj: Any) -> str:
        """A line below the heading."""
        return ""

    @classmethod
    def badges(cls, obj: Any) -> Iterable[Badge]:
        """The states shown beside the heading."""
        return ()

    @classmethod
    def opened(cls, obj: Any, user: Person) -> None:
        """`user` has opened the page of `obj`. Override where that means something."""

    @classmethod
    def scope_words(cls, user: Person) -> str:
        """The branches of `user` in words, for the head of sheets and prints."""
        return ""

    # --- what is asked of it --------------------------------------------------------------------------------------------
    @classmethod
    def right(cls, verb: str) -> str:
        """The name of the right to `verb` these records: "unions.change_employer"."""
        return f"{cls.model._meta.app_label}.{verb}_{cls.model._meta.model_name}"

    @classmethod
    def url(cls, name: str, *args: Any) -> str:
        """The address of one of its pages."""
        return reverse(f"{cls.slug}:{name}", args=args)

    @classmethod
    def urls(cls) -> tuple[list[Any], str]:
        """Its pages, for `include()`."""
        from desk.registers.urls import patterns  # the pages know the declaration; it knows them only here

        return patterns(cls), cls.slug

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """All its columns, in order."""
        if "_columns" not in cls.__dict__:
            cls._columns = columns_of(cls.table, cls.model)
        return cls._columns

    _columns: ClassVar[dict[str, Column]]

    @classmethod
    def columns_chosen_by(cls, user: Person) -> list[str]:
        """The columns `user` chose for this list, those of an older release left out; else the default ones."""
        chosen = ColumnChoice.objects.of(user, cls.slug)
        return [name for name in chosen if name in cls.columns()] or list(cls.default_columns)

    @classmethod
    def page_title(cls, obj: Any) -> str:
        """What stands in the browser's title: not the heading when that is a person's name (promises.md F7)."""
        field = cls.columns()[cls.default_columns[0]].field
        privacy = getattr(field.model, "privacy", None) if field else None
        is_plain = field is None or privacy is None or privacy.level(field.name) is Level.PLAIN
        return cls.heading(obj) if is_plain else cls.title

    @classmethod
    def action(cls, slug: str) -> Action | None:
        """The action with this slug."""
        return next((action for action in cls.actions if action.slug == slug), None)

    @classmethod
    def bulk_action(cls, slug: str) -> BulkAction | None:
        """The bulk action with this slug."""
        return next((action for action in cls.bulk if action.slug == slug), None)

    @classmethod
    def panel(cls, slug: str) -> Panel | None:
        """The panel with this slug."""
        return next((panel for panel in cls.panels if panel.slug == slug), None)


def register_called(slug: str) -> type[Register] | None:
    """The register with this slug."""
    return _declared.get(slug)


def all_registers() -> list[type[Register]]:
    """Every register that was declared."""
    return list(_declared.values())
