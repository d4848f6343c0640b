"""What stands under the industrial unions: schools, hospitals, branches of banks, bureaus and the like."""

from collections.abc import Iterator
from itertools import cycle

from unions.demo import words
from unions.demo.codes import ENTERPRISE, GOVERNMENT, INSTITUTION
from unions.demo.federations import townships
from unions.demo.naming import Names

# name of the unit, industry, 单位类别, kind of credit code
Unit = tuple[str, str, str, str]

_TOWNS = tuple(townships())
_PLACES = tuple(town.removesuffix("街道").removesuffix("镇").removesuffix("乡") for town in _TOWNS)


def units(area: str, names: Names) -> Iterator[Unit]:
    """The units of the industrial union `area`, as many as are asked for."""
    if area == "商贸":
        return _shops(names)
    return _numbered(*_KINDS[area])


def _shops(names: Names) -> Iterator[Unit]:
    while True:
        name, _, unit_class = names.firm("", "新安江街道")
        yield name, "F", unit_class, ENTERPRISE


def _numbered(industry: str, unit_class: str, code: str, patterns: tuple[str, ...]) -> Iterator[Unit]:
    """Each pattern for each place, then again with a number."""
    seen: dict[str, int] = {}
    for pattern in cycle(patterns):
        for place in _PLACES if "{place}" in pattern else ("",):
            name = f"建德市{pattern.format(place=place)}"
            seen[name] = seen.get(name, 0) + 1
            yield (name if seen[name] == 1 else f"{name}第{seen[name]}分部"), industry, unit_class, code


_KINDS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "教育": (
        "P",
        "400",
        INSTITUTION,
        ("{place}初级中学", "{place}中心小学", "{place}中心幼儿园", "{place}成人文化技术学校"),
    ),
    "卫生": (
        "Q",
        "400",
        INSTITUTION,
        (
            "第一人民医院",
            "第二人民医院",
            "中医院",
            "妇幼保健院",
            "疾病预防控制中心",
            "卫生监督所",
            "中心血站",
            "急救中心",
            "{place}卫生院",
            "{place}社区卫生服务站",
        ),
    ),
    "金融": ("J", "161", ENTERPRISE, ("江城银行营业部", "江城银行{place}支行", "富春保险支公司", "{place}农村信用社")),
    "交通运输": ("G", "151", ENTERPRISE, ("公路管理段", "公共交通有限公司", "{place}客运站", "{place}公路养护站")),
    "城乡建设": (
        "E",
        "159",
        ENTERPRISE,
        (
            "自来水有限公司",
            "燃气有限公司",
            "{place}市政工程有限公司",
            "{place}建筑工程队",
            "园林绿化有限公司",
            "环境卫生管理处",
        ),
    ),
    "农林水利": ("N", "400", INSTITUTION, ("水文站", "农业技术推广中心", "{place}林业站", "{place}水利站")),
    "供销": ("F", "120", ENTERPRISE, ("{place}供销合作社",)),
    "机关": ("S", "500", GOVERNMENT, tuple(words.BUREAUS)),
}
