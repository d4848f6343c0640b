"""The jobs that make the workbook of a period and the same figures as CSV."""

import io
from collections.abc import Mapping

from desk.jobs.kinds import JobKind, job_kind
from desk.jobs.runs import Result, Run
from desk.sheets.writer import write_csv
from jianzhi.year_end.document.matter import Imprint
from jianzhi.year_end.models import ReportingPeriod, StatisticalReturn
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services.logic import all_findings
from jianzhi.year_end.services.returns import explanations_by_union
from jianzhi.year_end.tasks.asking import asked, file_name, told
from jianzhi.year_end.tasks.matters import EXPORT, matter_of
from jianzhi.year_end.workbook import Check, Cover, figures_table, write_workbook


@job_kind("year_end.workbook", title="工会统计年报（Excel）", permission=EXPORT)
def workbook(run: Run) -> Result:
    """统计年报: the figures of a union and its branch as a workbook."""
    period, union = asked(run)
    with told():
        run.progress(0, message="正在汇总数据")
        matter = matter_of(run.actor, period, union)
        file = io.BytesIO()
        write_workbook(
            matter.report,
            file,
            cover=_cover(matter.imprint),
            checks=checks_of(period, matter.report.cube),
            progress=run.progress,
        )
        return run.file(file_name(period, union, "工会统计年报.xlsx"), file.getvalue(), matter.imprint.standing)


@job_kind("year_end.figures_csv", title="统计数据（CSV）", permission=EXPORT)
def figures_csv(run: Run) -> Result:
    """统计数据: the same figures as CSV, a row for each."""
    period, union = asked(run)
    with told():
        run.progress(0, message="正在汇总数据")
        matter = matter_of(run.actor, period, union)
        table = figures_table(matter.report)
        name = file_name(period, union, "统计数据.csv")
        return run.file(name, lambda out: write_csv(table, out), f"共 {table.row_count} 行。")


def checks_of(period: ReportingPeriod, cube: Cube) -> list[Check]:
    """What the logic checks find in the branch, with what its unions say to it."""
    returns = StatisticalReturn.objects.filter(period=period, union__in=[node.pk for node in cube.nodes])
    explained: Mapping[int, Mapping[str, str]] = explanations_by_union(returns)
    return [
        Check(
            union=cube.by_pk[found.union].name,
            code=found.code,
            name=cube.by_code[found.code].name,
            severity=found.severity.label,
            text=found.text,
            explanation=explained.get(found.union, {}).get(found.code, ""),
        )
        for found in all_findings(cube, explained)
    ]


def _cover(imprint: Imprint) -> Cover:
    return Cover(
        responsible=imprint.responsible,
        preparer=imprint.preparer,
        filled_on=imprint.made_on,
        edition=f"第 {imprint.edition} 版（已关账）" if imprint.edition else "",
        digest=imprint.digest,
    )


KINDS: tuple[JobKind, ...] = (workbook, figures_csv)
