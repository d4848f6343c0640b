"""What can be imported into a register: a declaration in the way of django-import-export, carried out by our own engine.

    class EmployerResource(SheetResource):
        name = SheetField("name", "单位名称", Text(), required=True, example="建德市白沙化工有限公司")
        uscc = SheetField("uscc", "统一社会信用代码", CreditCode(), required=True, aliases=("信用代码",))

        writer = ServiceWriter(create=register_employer, change=change_employer)

        class Meta:
            model = Employer
            import_id_fields = ("uscc",)

The library's own way writes row by row, commits the good rows of a bad file and reads ids that Excel has rounded
(promises.md B, traps 8 to 15); desk.sheets.imports reads the same declaration and works on whole columns.
"""

import itertools
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from import_export.fields import Field
from import_export.resources import ModelDeclarativeMetaclass, ModelResource

from desk.sheets.widgets import Widget

if TYPE_CHECKING:
    from desk.sheets.imports.writing import Writer

Values = dict[str, Any]  # attribute → value, of one row; what was left blank is not in it
Complaint = tuple[str, str]  # the attribute that is wrong, and what to do about it
_order = itertools.count()


class SheetField(Field):
    """A column. `required`: never blank. `fixed`: an import may fill it in but not change it in a row that exists.
    `aliases`: other heads people give it; `example` and `help` stand in the template."""

    def __init__(
        self,
        attribute: str,
        column_name: str,
        widget: Widget,
        *,
        required: bool = False,
        fixed: bool = False,
        aliases: Sequence[str] = (),
        example: str = "",
        help: str = "",  # noqa: A002  # the word of django's fields
    ) -> None:
        super().__init__(attribute, column_name, widget)
        self.required, self.fixed, self.aliases, self.example, self.help = required, fixed, aliases, example, help
        self.order = next(_order)


class _Declared(ModelDeclarativeMetaclass):
    """Only declared columns, in the order of their declaration: the library adds every field of the model."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        resource = super().__new__(cls, name, bases, attrs)
        declared = [item for item in resource.fields.items() if isinstance(item[1], SheetField)]
        resource.fields = OrderedDict(sorted(declared, key=lambda item: item[1].order))
        return resource


class SheetResource(ModelResource, metaclass=_Declared):
    """The declaration of an import. An instance serves one import of one person (`actor`)."""

    writer: ClassVar["Writer"]
    # Said of a row whose key is known outside the importer's branches, in the same words whether visible or not.
    elsewhere: ClassVar[str] = "这个号码已由其他工会登记，不能在这里导入。"
    # Fields of existing rows that `judge_change` asks about, beside the imported ones.
    asked_of_existing: ClassVar[Sequence[str]] = ()

    def __init__(self, actor: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.actor = actor

    # --- what a register may say of its own -----------------------------------------------------------------------------
    def begin(self) -> None:
        """Ask once what the rows will need. Called before each pass over the rows."""

    def complete(self, values: Values) -> None:
        """Fill in (`values.setdefault`) what follows from other cells of the row."""

    def judge(self, values: Values) -> Iterable[Complaint]:
        """What is wrong between the cells of a row. Cells that are wrong by themselves are not in `values`; what is
        said here about one of those is left out."""
        return ()

    def judge_change(self, before: Values, values: Values) -> Iterable[Complaint]:
        """What speaks against changing the row that exists (`before`) to `values`."""
        return ()

    def existing(self) -> models.QuerySet[Any]:
        """The rows that `actor` may change by an import."""
        rows: models.QuerySet[Any] = self.model().objects.visible_to(self.actor)
        return rows

    def heading(self, values: Mapping[str, Any]) -> str:
        """What a row is called in the preview."""
        return str(values.get("name") or values.get(self.key(), ""))

    # --- what is asked of it --------------------------------------------------------------------------------------------
    @classmethod
    def columns(cls) -> list[SheetField]:
        """The columns, in order."""
        return list(cls.fields.values())

    @classmethod
    def model(cls) -> Any:
        """The model of the register."""
        return cls._meta.model

    @classmethod
    def right(cls) -> str:
        """The right an import needs: "members.import_member"."""
        meta = cls.model()._meta
        return f"{meta.app_label}.import_{meta.model_name}"

    @classmethod
    def key(cls) -> str:
        """The attribute rows are recognised by."""
        return str(cls._meta.import_id_fields[0])

    @classmethod
    def key_within(cls) -> tuple[str, ...]:
        """The attributes of the rows within which the key is unique, as a name is under one parent (`import_id_fields`
        names them after the key); none for a key that is unique by itself."""
        return tuple(cls._meta.import_id_fields[1:])

    @classmethod
    def model_field(cls, attribute: str) -> Any:
        """The field of the model behind a column; None for a column that only the hooks use."""
        return next((f for f in cls.model()._meta.concrete_fields if f.name == attribute), None)

    @classmethod
    def fault_finder(cls, attribute: str) -> Callable[[Any], str]:
        """What says which of the model's own rules a value of this column breaks; "" for none."""
        field = cls.model_field(attribute)
        if field is None or field.is_relation:
            return lambda value: ""
        longest = field.max_length or sys.maxsize
        validators = [each for each in field.validators if not isinstance(each, MaxLengthValidator)]

        def fault(value: Any) -> str:
            if not isinstance(value, str):
                return ""
            if len(value) > longest:
                return f"最多 {longest} 个字，现有 {len(value)} 个。"
            try:
                for validator in validators:
                    validator(value)
            except ValidationError as error:
                return "".join(error.messages)
            return ""

        return fault
