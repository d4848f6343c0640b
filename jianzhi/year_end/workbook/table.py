"""The same figures for machines: one row for each figure known of each union."""

from collections.abc import Iterator
from datetime import datetime, time

from desk.sheets.sheet import Column, Kind, Sheet, Value
from jianzhi.year_end.report import Report
from jianzhi.year_end.workbook.chapter import remark
from jianzhi.year_end.workbook.page import shown_decimals

COLUMNS = (
    Column("统计期间"),
    Column("统计编码", Kind.IDENTIFIER),
    Column("单位"),
    Column("上级单位"),
    Column("代码"),
    Column("指标名称"),
    Column("数值", Kind.NUMBER),
    Column("约数"),
    Column("计量单位"),
    Column("计算/填报"),
    Column("上年同期", Kind.NUMBER),
    Column("目标", Kind.NUMBER),
    Column("依据和说明"),
)


def figures_table(report: Report) -> Sheet:
    """The figures of the union of `report` and of every one below it, as a sheet that is written as CSV."""
    nodes = list(report.cube.branch(report.union.pk))
    count = sum(len(report.cube.cells.get(node.pk, {})) for node in nodes)
    return Sheet(
        title=f"{report.union.name}{report.term.name}统计数据",
        columns=COLUMNS,
        rows=_rows(report),
        row_count=count,
        cut_off=datetime.combine(report.term.cut_off, time()),  # a day, the same in every zone
        scope=report.union.name,
    )


def _rows(report: Report) -> Iterator[tuple[Value, ...]]:
    cube = report.cube
    for node in cube.branch(report.union.pk):
        parent = cube.by_pk[node.parent].name if node.parent in cube.by_pk else ""
        known = cube.cells.get(node.pk, {})
        for definition in cube.definitions:
            if definition.code not in known:
                continue
            line = cube.line(node.pk, definition.code)
            numbers = (
                None if value is None else f"{shown_decimals(value, definition.decimals)[0]:.15g}"
                for value in (line.value, line.cell.before, line.cell.target)
            )
            value, before, target = numbers
            yield (
                report.term.name,
                node.stat_code,
                node.name,
                parent,
                line.code,
                line.name,
                value,
                line.closeness,
                line.unit,
                line.origin_label,
                before,
                target,
                remark(line),
            )
