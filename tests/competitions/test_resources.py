"""Ideas on paper come in by a sheet: handed in as on the page, never changed, put back while nobody has dealt with them."""

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from competitions.models import Proposal
from competitions.resources import ProposalResource
from competitions.services import moving
from desk.sheets.choices import ImportState
from desk.sheets.imports import undoing
from desk.sheets.models import ImportRun
from desk.vault.scope import acting_as, everything
from tests.county import County
from tests.desk.registers.conftest import hidden
from tests.desk.registers.imports.steps import act, run_jobs
from tests.desk.sheets.imports.rosters import applied, checked, told, undone, workbook
from unions.models import User

pytestmark = pytest.mark.django_db

PLANT, MILL = "建德市白沙化工有限公司工会", "建德市新安江纺织有限公司工会"
HEAD = tuple(column.column_name for column in ProposalResource.columns())


def line(title: str = "工位牌改移动式", **cells: Any) -> list[Any]:
    """A row for an idea of the plant; `cells` by head say what is different in it."""
    values = {
        "题目": title,
        "收集工会": PLANT,
        "活动": "我为建德创业再出发献一计",
        "类别": "小设计",
        "现状与问题": "换款要重写。",
        "改进办法": "做成磁吸卡片。",
        "建议人": "陈晓燕",
        "共同建议人": "方敏\n徐芳",
        "工作单位": "建德市白沙化工有限公司",
        "手机": "13900000077",
        **cells,
    }
    return [values.get(head) for head in HEAD]


def previewed(user: User, *rows: Sequence[Any]) -> ImportRun:
    return checked(user, workbook(rows, HEAD), ProposalResource, "proposals")


def brought_in(user: User, *rows: Sequence[Any]) -> ImportRun:
    return applied(user, previewed(user, *rows), resource=ProposalResource)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.rejected


def test_an_idea_is_handed_in_as_on_its_page(county: County) -> None:
    run = brought_in(county["base_officer"], line())

    assert (run.state, counts(run)) == (ImportState.APPLIED, (1, 0, 0, 0))
    with everything("test"):
        idea = Proposal.objects.get(title="工位牌改移动式")
        assert (idea.state, idea.is_unread, idea.union, idea.handler) == ("new", True, county.plant, county.federation)
        assert (idea.category, idea.people, idea.phone) == ("design", ["陈晓燕", "方敏", "徐芳"], "13900000077")
        assert idea.campaign == county.record("campaigns")
        assert idea.due_on is not None


def test_the_same_file_twice_changes_nothing(county: County) -> None:
    rows = [line(), line("不署名的", 建议人=None, 共同建议人=None)]
    brought_in(county["base_officer"], *rows)

    assert counts(previewed(county["base_officer"], *rows)) == (0, 0, 2, 0)


def test_who_has_no_name_is_anonymous_and_names_nobody_beside(county: County) -> None:
    run = previewed(county["base_officer"], line("一", 建议人=None), line("二", 建议人=None, 共同建议人=None))

    assert counts(run) == (1, 0, 0, 1)
    assert told(run, county["base_officer"], ProposalResource) == [(2, "共同建议人", "匿名建议不能填写共同建议人。")]


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"题目": None}, "题目", "不能为空"),
        ({"题目": "长" * 61}, "题目", "最多 60 个字"),
        ({"类别": "中改造"}, "类别", "没有这个选项"),
        ({"活动": "献两计"}, "活动", "没有这个名称的活动"),
        ({"收集工会": MILL}, "收集工会", "您的管辖范围内没有这个名称的工会"),
        ({"手机": 13900000077}, "手机", "文本"),
        ({"手机": "1390000007"}, "手机", "手机"),
        ({"现状与问题": "很" * 2001}, "现状与问题", "最多 2000 个字"),
        ({"改进办法": "=1+1"}, "改进办法", "公式"),
    ],
)
def test_a_wrong_cell_is_told_with_its_column(county: County, cells: dict[str, Any], column: str, said: str) -> None:
    found = told(previewed(county["base_officer"], line(**cells)), county["base_officer"], ProposalResource)

    assert [(number, where) for number, where, _ in found] == [(2, column)]
    assert said in found[0][2]


def test_one_idea_twice_in_the_file_is_refused(county: County) -> None:
    run = previewed(county["county_officer"], line(), line(), line(收集工会=MILL))

    assert counts(run) == (2, 0, 0, 1)
    assert told(run, county["county_officer"], ProposalResource) == [(3, "题目", "与第 2 行的题目重复，请只保留一行。")]


def test_an_idea_that_is_known_stays_as_it_is(county: County) -> None:
    run = previewed(county["base_officer"], line("余热回收"))

    assert counts(run) == (0, 0, 0, 1)
    (said,) = told(run, county["base_officer"], ProposalResource)
    assert said[:2] == (2, "题目")
    assert "已有同题的建议" in said[2]


def test_a_sheet_does_not_tell_whether_a_guessed_number_is_the_authors(county: County) -> None:
    """The telephone of a known idea is not compared: who may not read it could otherwise try numbers."""
    with everything("test"):
        idea = Proposal.objects.get()
        facts = {
            "题目": idea.title,
            "类别": "小革新",
            "现状与问题": idea.problem,
            "改进办法": idea.measure,
            "共同建议人": None,
            "工作单位": None,
        }
    rows = [line(**facts, 手机=number) for number in (idea.phone, "13900000099")]

    assert [counts(previewed(county["base_officer"], row)) for row in rows] == [(0, 0, 1, 0)] * 2


def test_who_only_reads_may_not_import(county: County) -> None:
    with pytest.raises(PermissionDenied):
        previewed(county["county_leader"], line())


def test_it_is_put_back_wholly(county: County) -> None:
    with everything("test"):
        before = list(Proposal.objects.values_list("pk", "version"))
    run = brought_in(county["base_officer"], line(), line("另一条"))

    undone(county["base_officer"], run, ProposalResource)

    with everything("test"):
        assert list(Proposal.objects.values_list("pk", "version")) == before


def test_it_is_not_put_back_once_somebody_dealt_with_it(county: County) -> None:
    run = brought_in(county["base_officer"], line())
    with acting_as(county["county_officer"]):
        moving.move(actor=county["county_officer"], obj=Proposal.objects.get(title="工位牌改移动式"), slug="screen")

    assert undoing.obstacles(run, ProposalResource) == [
        "工位牌改移动式：在导入后又有改动。",
        "工位牌改移动式：已有金点子办理记录。",
    ]


def test_the_register_takes_what_it_exports() -> None:
    """The heads of the list are understood when it comes back as a sheet."""
    from competitions.registers import ProposalRegister

    columns = {name: {each.column_name, *each.aliases} for name, each in ProposalResource.fields.items()}
    labels = {name: column.label for name, column in ProposalRegister.columns().items()}
    assert [(name, labels[name]) for name in columns.keys() & labels.keys() if labels[name] not in columns[name]] == []


class TestPages:
    """The import as an officer meets it, with a real file."""

    def test_the_template_is_taken_as_it_is_given_out(self, county: County, sign_in: Callable[[User], Client]) -> None:
        answer = sign_in(county["base_officer"]).get("/proposals/import/template/")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        heads = [str(cell.value).rstrip("* ") for row in sheet.iter_rows() for cell in row if cell.value]
        assert set(HEAD) <= set(heads)

    @pytest.mark.django_db(transaction=True)
    def test_from_the_upload_to_its_undoing(self, county: County, sign_in: Callable[[User], Client]) -> None:
        client = sign_in(county["base_officer"])
        file = SimpleUploadedFile("建议.xlsx", workbook([line(), line("写错类别的", 类别="中改造")], HEAD))
        key = hidden(client.get("/proposals/import/"), "once")
        page = client.post("/proposals/import/", {"once": key, "file": file})["Location"]
        guessed = re.findall(
            r'name="(column-\d+)">.*?<option value="(\w+)" selected>', client.get(page).content.decode()
        )
        assert len(guessed) == len(HEAD)
        act(client, page, "confirm", sheet="0", head_row="1", **dict(guessed))
        run_jobs()
        shown = client.get(page).content.decode()
        assert "2 行 = 新增 1 + 更新 0 + 无变化 0 + 错误 1 + 不导入 0" in shown
        assert "13900000077" not in shown

        answer = client.get(f"{page}annotated/")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        marked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
        assert marked == ["D3"]

        act(client, page, "apply", digest=ImportRun.objects.latest("pk").digest, only_good="1")
        run_jobs()
        with everything("test"):
            assert Proposal.objects.filter(title="工位牌改移动式", union=county.plant).count() == 1

        act(client, page, "undo")
        run_jobs()
        assert "已撤销。" in client.get(page).content.decode()
        with everything("test"):
            assert not Proposal.objects.filter(title="工位牌改移动式").exists()
