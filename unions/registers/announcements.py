"""公示公告: the register of announcements."""

from typing import ClassVar

from django.utils import timezone

from desk.registers.parts import Badge, Preset, Section
from unions import filters, forms, tables
from unions.models import Announcement
from unions.registers.branch import BranchRegister
from unions.services import announcements


class AnnouncementRegister(BranchRegister):
    """公示公告."""

    model = Announcement
    slug, icon = "announcements", "speakerphone"
    no_import = "each is written for the public by itself"
    table = tables.AnnouncementTable
    default_columns = ("title", "kind", "union", "published_on", "until")
    sortings: ClassVar[dict[str, str]] = {"published_on": "published_on"}
    default_sorting = "-published_on"
    filters = filters.AnnouncementFilters
    facets = ("when", "kind")
    search = "search"
    search_hint = "标题、拼音首字母"
    related = ("union",)
    presets = (Preset("public", "正在公开", {"when": "public"}),)
    form, create_form = forms.AnnouncementForm, forms.NewAnnouncementForm
    create_title = "发布公示公告"
    create = staticmethod(announcements.announce)
    change = staticmethod(announcements.change_announcement)
    sections = (Section("公示公告", "title kind union published_on until body"),)

    @classmethod
    def badges(cls, obj: Announcement) -> list[Badge]:
        today = timezone.localdate()
        if today < obj.published_on:
            return [Badge("未到发布日期", "neutral")]
        return [Badge("正在公开", "green") if obj.is_public_on(today) else Badge("已下线", "neutral")]
