"""The upper floors of the demo county: the federation, the townships, industries, parks and joint unions."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from unions.choices import OrgType
from unions.demo.draft import Draft
from unions.models import UnionOrg

TOWNSHIPS = Path(__file__).resolve().parent.parent / "townships.csv"
COUNTY = "建德市总工会"

# How many grass-roots unions stand in each branch; 1,305 in all, of which five end in merger or dissolution.
TOWN_SIZES = {
    "新安江街道": 143,
    "洋溪街道": 75,
    "更楼街道": 80,
    "莲花镇": 25,
    "乾潭镇": 105,
    "梅城镇": 92,
    "杨村桥镇": 45,
    "下涯镇": 40,
    "大洋镇": 55,
    "三都镇": 40,
    "寿昌镇": 70,
    "航头镇": 30,
    "大慈岩镇": 25,
    "大同镇": 35,
    "李家镇": 15,
    "钦堂乡": 10,
}
INDUSTRY_SIZES = {
    "教育": 62,
    "卫生": 40,
    "金融": 26,
    "交通运输": 30,
    "城乡建设": 35,
    "农林水利": 20,
    "商贸": 42,
    "供销": 10,
}
PARK_SIZES = {"建德经济开发区工会": 70, "建德高新技术产业园工会": 40}
BUREAUS_SIZE = 45
# Joint unions between a township and its grass-roots unions: name, type, how many stand under it.
JOINTS: dict[str, tuple[tuple[str, OrgType, int], ...]] = {
    "新安江街道": (
        ("江滨片区工会联合会", OrgType.REGIONAL_JOINT, 18),
        ("府东片区工会联合会", OrgType.REGIONAL_JOINT, 15),
    ),
    "更楼街道": (("石岭片区工会联合会", OrgType.REGIONAL_JOINT, 12),),
    "乾潭镇": (
        ("家纺行业工会联合会", OrgType.SECTORAL_JOINT, 16),
        ("五金工具行业工会联合会", OrgType.SECTORAL_JOINT, 9),
    ),
    "梅城镇": (("姜山片区工会联合会", OrgType.REGIONAL_JOINT, 14),),
    "杨村桥镇": (("草莓行业工会联合会", OrgType.SECTORAL_JOINT, 8),),
    "寿昌镇": (("西湖片区工会联合会", OrgType.REGIONAL_JOINT, 10),),
    "大同镇": (("碳酸钙行业工会联合会", OrgType.SECTORAL_JOINT, 7),),
}


@dataclass(frozen=True)
class Branch:
    """A federation that grass-roots unions stand under.

    `area`: the key of its trades in unions.demo.words; `place`: what its firms carry in their names; `sign`: how its
    documents are signed.
    """

    federation: UnionOrg
    area: str
    place: str
    sign: str
    size: int
    joints: tuple[tuple[UnionOrg, int], ...] = ()


@cache
def townships() -> dict[str, str]:
    """The names of Jiande's sixteen townships with their codes (domain.md §4.3)."""
    with TOWNSHIPS.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["code"] for row in csv.DictReader(file)}


def draw_up(draft: Draft) -> list[Branch]:
    """The county federation, and the branches below it in the order of the tree."""
    county = draft.union(
        None, COUNTY, OrgType.COUNTY_FEDERATION, date(1951, 5, 1), short_name="市总工会", term_years=5, **_office(draft)
    )
    branches = [_township(draft, county, name, code) for name, code in townships().items()]
    branches += [_industry(draft, county, name, size) for name, size in INDUSTRY_SIZES.items()]
    branches += [_park(draft, county, name, size) for name, size in PARK_SIZES.items()]
    bureaus = draft.union(
        county,
        "建德市直属机关工会工作委员会",
        OrgType.WORK_COMMITTEE,
        date(1985, 1, 10),
        short_name="机关工委",
        term_years=5,
        approval_doc_no="建总工〔1985〕2号",
        **_office(draft),
    )
    return [*branches, Branch(bureaus, "机关", "", "机关工", BUREAUS_SIZE)]


def _office(draft: Draft) -> dict[str, object]:
    return {
        "unit_class": "500",
        "industry": "S",
        "has_party_org": True,
        "bank_account_opened": True,
        "books_kept": True,
        "phone": f"0571-640{draft.chance.randint(10000, 99999)}",
    }


def _township(draft: Draft, county: UnionOrg, name: str, code: str) -> Branch:
    founded_on = draft.day_in(date(2002, 3, 1), date(2006, 11, 30))
    federation = draft.union(
        county,
        f"建德市{name}总工会",
        OrgType.TOWNSHIP_FEDERATION,
        founded_on,
        short_name=f"{name}总工会",
        region_code=code,
        term_years=5,
        approval_doc_no=f"建总工〔{founded_on.year}〕{draft.chance.randint(3, 60)}号",
        address=f"建德市{name}",
        **_office(draft),
    )
    joints = tuple((_joint(draft, federation, name, *joint), joint[2]) for joint in JOINTS.get(name, ()))
    place = name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    return Branch(federation, name, place, f"{place}总工", TOWN_SIZES[name], joints)


def _joint(draft: Draft, federation: UnionOrg, town: str, name: str, org_type: OrgType, size: int) -> UnionOrg:
    founded_on = draft.day_in(date(2007, 1, 8), date(2009, 11, 27))
    signed = f"{town.removesuffix('街道').removesuffix('镇')}总工"
    return draft.union(
        federation,
        f"建德市{town}{name}",
        org_type,
        founded_on,
        short_name=f"{town}{name}",
        approval_doc_no=f"{signed}〔{founded_on.year}〕{draft.chance.randint(1, 9)}号",
        **_office(draft),
    )


def _industry(draft: Draft, county: UnionOrg, name: str, size: int) -> Branch:
    founded_on = draft.day_in(date(1980, 3, 1), date(1984, 11, 30))
    federation = draft.union(
        county,
        f"建德市{name}工会",
        OrgType.INDUSTRIAL_UNION,
        founded_on,
        short_name=f"{name}工会",
        term_years=5,
        approval_doc_no=f"建总工〔{founded_on.year}〕{draft.chance.randint(3, 60)}号",
        **_office(draft),
    )
    return Branch(federation, name, "", f"{name[:1]}工", size)


def _park(draft: Draft, county: UnionOrg, name: str, size: int) -> Branch:
    founded_on = draft.day_in(date(2003, 3, 1), date(2006, 11, 30))
    federation = draft.union(
        county,
        name,
        OrgType.PARK_UNION,
        founded_on,
        short_name=name.removeprefix("建德"),
        term_years=5,
        approval_doc_no=f"建总工〔{founded_on.year}〕{draft.chance.randint(3, 60)}号",
        **_office(draft),
    )
    return Branch(federation, "开发区", "", "高工" if "高新" in name else "开工", size)
