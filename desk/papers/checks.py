"""Warnings at start when this machine cannot make papers as they should be."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from desk.papers import charts, fonts, pdf


@checks.register
def papers_can_be_made(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Fonts, HarfBuzz and the chart engine are there. Without them the portal still runs, so these are warnings."""
    found: list[checks.CheckMessage] = []
    if names := fonts.missing():
        found.append(checks.Warning(str(fonts.FontMissing(names)), id="papers.W001"))
    if not pdf.has_harfbuzz_subset():
        hint = "Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango"
        found.append(
            checks.Warning(
                "PDF 排版组件 Pango 或 HarfBuzz-Subset 缺失，PDF 会很慢或不能生成。", hint=hint, id="papers.W002"
            )
        )
    if not charts.available():
        hint = "pip install quickjs-ng"
        found.append(checks.Warning("图表引擎 quickjs-ng 缺失，PDF 里的图表以表格代替。", hint=hint, id="papers.W003"))
    return found
