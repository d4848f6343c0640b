"""The read-only interface for programs of the staff: periods, definitions, the figures of a union, and its matrix.

Signed in by the session of the portal, and bound by the same rights and branches as its pages. Numbers are decimal
texts, so that no program rounds them on the way.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from ninja import Field, NinjaAPI, Schema
from ninja.security import SessionAuth

from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.report import Cube, Definition, Line, printed
from jianzhi.year_end.services.editions import edition_of
from jianzhi.year_end.services.reading import VIEW, cube_for
from unions.models import UnionOrg, User


class SignedIn(SessionAuth):
    """Somebody who signed in to the portal and may read figures. Raises PermissionDenied for others."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if not request.user.is_authenticated:
            return None
        if not request.user.has_perm(VIEW):
            raise PermissionDenied(f"{VIEW} is not held")
        return request.user


api = NinjaAPI(
    title="年终统计数据接口",
    version="1",
    description="只读。用门户的登录会话访问；能看到的范围与页面相同。数值均为十进制文本。",
    urls_namespace="api",
    docs_url=None,  # its page fetches scripts from elsewhere; ours is `documentation`
    docs_decorator=lambda view: require_safe(permission_required(VIEW, raise_exception=True)(view)),
    auth=SignedIn(),
)


class PeriodOut(Schema):
    """统计期"""

    id: int = Field(description="编号")
    name: str = Field(description="名称")
    kind: str = Field(description="类别：calendar_year 自然年度，statistical_year 统计年度")
    year: int = Field(description="年度")
    first: date = Field(description="第一天")
    last: date = Field(description="最后一天")
    is_closed: bool = Field(description="是否已关账")
    edition: int | None = Field(None, description="版次，未关账的没有")
    digest: str = Field("", description="已关账内容的 SHA-256 摘要")


class DefinitionOut(Schema):
    """指标"""

    code: str = Field(description="代码")
    name: str = Field(description="名称")
    unit: str = Field(description="计量单位")
    chapter: str = Field(description="章")
    nature: str = Field(description="指标性质")
    adds_up: str = Field(description="汇总方式")
    definition: str = Field(description="解释")


class FigureOut(Schema):
    """一家工会的一项数据"""

    code: str = Field(description="代码")
    name: str = Field(description="名称")
    unit: str = Field(description="计量单位")
    value: str | None = Field(description="数值")
    closeness: str = Field(description="余、多、近、约，确数为空")
    origin: str = Field(description="computed 计算，entered 填报")
    before: str | None = Field(description="上年同期")
    target: str | None = Field(description="目标")
    evidence: int | None = Field(description="计入的记录数")
    is_doubtful: bool = Field(description="是否存疑")
    ground: str = Field(description="依据")


class FiguresOut(Schema):
    """一家工会的各项数据"""

    period: str = Field(description="统计期")
    union: int = Field(description="工会编号")
    union_name: str = Field(description="工会名称")
    figures: list[FigureOut] = Field(description="各项数据")


class RowOut(Schema):
    """下级一家工会"""

    union: int = Field(description="工会编号")
    union_name: str = Field(description="工会名称")
    values: dict[str, str | None] = Field(description="代码 → 数值")


class MatrixOut(Schema):
    """直接下级的各项数据"""

    period: str = Field(description="统计期")
    union: int = Field(description="工会编号")
    codes: list[str] = Field(description="指标代码，按印出的顺序")
    rows: list[RowOut] = Field(description="每家直接下级一行")


@api.get(
    "/periods", response=list[PeriodOut], url_name="periods", summary="各统计期", description="全部统计期，最近的在前。"
)
def periods(request: HttpRequest) -> Sequence[PeriodOut]:
    """The periods there are, the latest first."""
    return [_period(period) for period in ReportingPeriod.objects.visible_to(_actor(request))]


@api.get(
    "/periods/{int:period}/definitions",
    response=list[DefinitionOut],
    url_name="definitions",
    summary="指标解释",
    description="一个统计期的各项指标怎样计算。",
)
def definitions(request: HttpRequest, period: int) -> Sequence[Definition]:
    """What is counted in a period."""
    return _own_cube(request, period).definitions


@api.get(
    "/periods/{int:period}/unions/{int:union}/figures",
    response=FiguresOut,
    url_name="figures",
    summary="一家工会的各项数据",
    description="按印出的顺序；联合会的数据含下级。",
)
def figures(request: HttpRequest, period: int, union: int) -> dict[str, Any]:
    """The figures of a union in printed order."""
    cube = _cube(request, period, union)
    lines = [_figure(line) for line in cube.lines(union)]
    return {"period": cube.term.name, "union": union, "union_name": cube.by_pk[union].name, "figures": lines}


@api.get(
    "/periods/{int:period}/unions/{int:union}/matrix",
    response=MatrixOut,
    url_name="matrix",
    summary="直接下级的各项数据",
    description="每家直接下级一行，键为指标代码。",
)
def matrix(request: HttpRequest, period: int, union: int) -> dict[str, Any]:
    """The figures of the unions right below one."""
    cube = _cube(request, period, union)
    rows = [
        {
            "union": node.pk,
            "union_name": node.name,
            "values": {each.code: _number(each.value, each.definition) for each in cube.lines(node.pk)},
        }
        for node in cube.below(union)
    ]
    return {"period": cube.term.name, "union": union, "codes": list(cube.by_code), "rows": rows}


def _actor(request: HttpRequest) -> User:
    return cast("User", request.user)


def _asked(request: HttpRequest, period: int) -> ReportingPeriod:
    found: ReportingPeriod | None = ReportingPeriod.objects.visible_to(_actor(request)).filter(pk=period).first()
    if found is None:
        raise Http404("没有这个统计期。")
    return found


def _cube(request: HttpRequest, period: int, union: int) -> Cube:
    try:
        return cube_for(actor=_actor(request), period=_asked(request, period), union=union)
    except UnionOrg.DoesNotExist:
        raise Http404("没有这家工会，或它不在您的管辖范围内。") from None


def _own_cube(request: HttpRequest, period: int) -> Cube:
    """The figures of the first union at which the person may read them."""
    unions = [each.union for each in _actor(request).current_appointments() if request.user.has_perm(VIEW, each.union)]
    return _cube(request, period, min(unions, key=lambda union: (union.path.count("."), union.pk)).pk)


def _period(period: ReportingPeriod) -> PeriodOut:
    edition = edition_of(period) if period.is_closed else None
    return PeriodOut(
        id=period.pk,
        name=period.name,
        kind=period.kind,
        year=period.year,
        first=period.first,
        last=period.last,
        is_closed=period.is_closed,
        edition=edition.number if edition else None,
        digest=edition.digest if edition else "",
    )


def _figure(line: Line) -> dict[str, Any]:
    cell = line.cell
    return {
        "code": line.code,
        "name": line.name,
        "unit": line.unit,
        "value": _number(cell.value, line.definition),
        "closeness": line.closeness,
        "origin": cell.origin,
        "before": _number(cell.before, line.definition),
        "target": _number(cell.target, line.definition),
        "evidence": cell.evidence,
        "is_doubtful": cell.is_doubtful,
        "ground": line.ground if cell.value is not None else "",
    }


def _number(value: Any, definition: Definition) -> str | None:
    return None if value is None else printed(value, definition.decimals)


@api.exception_handler(PermissionDenied)
def refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Says in JSON that a right is missing."""
    return api.create_response(request, {"detail": "没有查看这些数据的权限。"}, status=403)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Says in JSON what is not there."""
    return api.create_response(request, {"detail": str(error)}, status=404)


@never_cache
@require_safe
@permission_required(VIEW, raise_exception=True)
def documentation(request: HttpRequest) -> HttpResponse:
    """What the interface offers, from its own OpenAPI document."""
    schema = api.get_openapi_schema()
    operations = [
        {"path": path, "method": method.upper(), **operation, "answer": _answer(schema, operation)}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "year_end/api.html", {"title": api.title, "api": api, "operations": operations})


def _answer(schema: dict[str, Any], operation: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The fields of what an operation answers: name, type and meaning; those of the rows within it too."""
    content = operation["responses"][200]["content"]["application/json"]["schema"]
    return _fields(schema["components"]["schemas"], content.get("items", content)["$ref"])


def _fields(schemas: dict[str, Any], reference: str, before: str = "") -> list[tuple[str, str, str]]:
    found = []
    for name, field in schemas[reference.rpartition("/")[2]]["properties"].items():
        found.append((before + name, _type(field), field.get("description", "")))
        if inner := field.get("items", {}).get("$ref"):
            found += _fields(schemas, inner, f"{before}{name}[].")
    return found


def _type(field: dict[str, Any]) -> str:
    kinds = field.get("anyOf", [field])
    return " | ".join(
        kind.get("format") or kind.get("type") or kind.get("$ref", "").rpartition("/")[2] for kind in kinds
    )


def _behind_our_door(found: tuple[list[Any], str, str]) -> tuple[list[Any], str, str]:
    """Whoever is not signed in gets 401 from the operations, and no redirect to a page that programs cannot read.

    The library takes its operations out of Django's CSRF check; as they live by the session, they belong in it.
    """
    for pattern in found[0]:
        if pattern.name not in {"openapi-json", "api-root"}:
            login_not_required(pattern.callback)
            pattern.callback.csrf_exempt = False
    return found


urls = _behind_our_door(api.urls)  # once: the library makes other views at every look
