"""Native charts: the same figures as in the charts of the report, each beside the table it is drawn from."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from desk.papers.charts import ChartData, Number
from jianzhi.year_end.pictures import charts
from jianzhi.year_end.report import Report
from jianzhi.year_end.workbook.page import Book, Page, visible

TABLE = (28, 11, 11, 11)  # the names, and up to three rows of figures
CHART_COLUMN = len(TABLE) + 1
CHART_COLUMNS = 10
WIDTHS = (*TABLE, 2, *[9] * CHART_COLUMNS)
ROW_PIXELS, COLUMN_PIXELS = 20, 68
LEAST_ROWS = 10  # of a chart that can be read
SCALE, PAGE_ROWS = 75, 42  # how much smaller it is printed, and how many rows of that size fill a page
COLOURS = ("#2464A8", "#E0A030", "#2A9D9B")
FONT = {"name": "宋体", "size": 9}


def drawings(report: Report) -> list[ChartData]:
    """What is drawn, chapter by chapter, as in the papers."""
    return [
        replace(
            chart.data,
            title=visible(f"{chapter.short}：{chart.data.title}"),
            categories=[visible(name) for name in chart.data.categories],
        )
        for chapter, _ in report.chapters
        for chart in charts(report, chapter.code)
    ]


def draw_charts(book: Book) -> None:
    """The sheet 图表; none when there is too little to compare."""
    found = drawings(book.report)
    if not found:
        return
    page = book.page("图表", "主要指标图表", WIDTHS)
    row, used, breaks = page.begin(head_rows=0), 0, []
    for data in found:
        height = max(LEAST_ROWS, len(data.categories) * len(data.series) + 5)
        if used and used + height > PAGE_ROWS:
            breaks.append(row)
            used = 0
        _table(page, row, data)
        page.sheet.insert_chart(row, CHART_COLUMN, _chart(page, row, data, height), {"object_position": 2})
        row, used = row + height, used + height
    page.sheet.set_h_pagebreaks(breaks)
    page.sheet.set_print_scale(SCALE)
    page.end(row - 1)


def _table(page: Page, row: int, data: ChartData) -> None:
    page.head(row, 0, data.title, across=1 + len(data.series))
    page.head(row + 1, 0, "项目")
    for column, series in enumerate(data.series, start=1):
        page.head(row + 1, column, series.name)
        for place, value in enumerate(series.values):
            page.number(row + 2 + place, column, _decimal(value), 2)
    for place, name in enumerate(data.categories):
        page.text(row + 2 + place, 0, name)


def _decimal(value: Number) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _chart(page: Page, row: int, data: ChartData, height: int) -> Any:
    """Lying bars, the first on top, each with its figure; the axis of figures is left out, for the bars say them."""
    chart = page.book.file.add_chart({"type": "bar"})
    first, last = row + 2, row + 1 + len(data.categories)
    for column, series in enumerate(data.series, start=1):
        chart.add_series(
            {
                "name": series.name,
                "categories": [page.name, first, 0, last, 0],
                "values": [page.name, first, column, last, column],
                "fill": {"color": COLOURS[(column - 1) % len(COLOURS)]},
                "data_labels": {"value": True, "font": FONT},
                "gap": 50,
            }
        )
    chart.set_title({"name": data.title, "name_font": {**FONT, "size": 12}, "overlay": False})
    chart.set_y_axis({"num_font": FONT, "reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True} if len(data.series) == 1 else {"position": "bottom", "font": FONT})
    chart.set_size({"width": COLUMN_PIXELS * CHART_COLUMNS, "height": ROW_PIXELS * (height - 1)})
    return chart
