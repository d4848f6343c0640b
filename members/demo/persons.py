"""People who do not exist: a name, a birthday that fits, numbers that pass every check and belong to nobody."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from members.choices import Education, EmploymentForm, Hukou, Politics, SkillGrade
from unions.choices import Gender
from unions.demo.accounts import SINCE
from unions.demo.codes import id_number, mobile
from unions.demo.words import GIVEN_OF_MEN, GIVEN_OF_WOMEN, SURNAMES

MEN_FIRST, MEN_SECOND = "国志永海春建文学明金水荣德兴小云", "华平军强林峰根良生忠祥法坤泉松辉"
WOMEN_FIRST, WOMEN_SECOND = "秀雪春玉丽小红月美桂爱金晓彩水云", "英琴芳梅娟花仙萍珍凤娥妹红飞君琳"
SOME_NATION, HAN = 0.985, "01"
OTHER_NATIONS = ("22", "06", "15", "08")  # 畲, 苗, 土家, 壮: who lives and works in western Zhejiang

Weighted = tuple[tuple[str, int], ...]
EDUCATION: Weighted = (
    (Education.JUNIOR_HIGH, 30),
    (Education.SENIOR_HIGH, 22),
    (Education.SECONDARY_VOCATIONAL, 16),
    (Education.COLLEGE, 18),
    (Education.BACHELOR, 11),
    (Education.PRIMARY, 2),
    (Education.POSTGRADUATE, 1),
)
POLITICS: Weighted = (
    (Politics.MASSES, 76),
    (Politics.LEAGUE, 11),
    (Politics.PARTY, 12),
    (Politics.PROBATIONARY, 1),
)
HUKOU: Weighted = (
    (Hukou.LOCAL_RURAL, 46),
    (Hukou.LOCAL_URBAN, 34),
    (Hukou.OTHER_RURAL, 16),
    (Hukou.OTHER_URBAN, 4),
)
SKILL: Weighted = (
    ("", 62),
    (SkillGrade.JUNIOR, 14),
    (SkillGrade.INTERMEDIATE, 13),
    (SkillGrade.SENIOR, 8),
    (SkillGrade.TECHNICIAN, 2),
    (SkillGrade.SENIOR_TECHNICIAN, 1),
)
POSITIONS = ("操作工", "包装工", "质检员", "电工", "维修工", "仓管员", "驾驶员", "会计", "文员", "班组长", "销售员")
RURAL = (Hukou.LOCAL_RURAL, Hukou.OTHER_RURAL)
YOUNGEST, MANY, OLDEST_MAN, OLDEST_WOMAN, YEAR = 18.2, 34, 57.0, 52.0, 365.25


@dataclass
class Persons:
    """Draws people from one stream of chance. `region`: the region in their identity numbers, which tells the people of
    one list from those of another; `series`: what their mobile numbers begin with.
    """

    chance: random.Random
    region: str
    series: str
    number: int = 0
    _sequences: dict[tuple[date, bool], int] = field(default_factory=dict)

    def draw(self, joined_on: date) -> dict[str, Any]:
        """The fields of a person who joins on `joined_on`, as `Member` has them."""
        is_woman = self.chance.random() < 0.42
        # Who joined long ago was young then: most have not retired yet.
        long_ago = max(0.0, (SINCE - joined_on).days / YEAR)
        oldest = (OLDEST_WOMAN if is_woman else OLDEST_MAN) - long_ago
        age = self.chance.triangular(YOUNGEST, oldest, min(MANY, (YOUNGEST + oldest) / 2))
        birthday = joined_on - timedelta(days=int(age * YEAR))
        hukou = self._pick(HUKOU)
        is_dispatched, is_new_form = self.chance.random() < 0.04, self.chance.random() < 0.015
        return {
            "name": self.name(is_woman=is_woman),
            "gender": Gender.FEMALE if is_woman else Gender.MALE,
            "birthday": birthday,
            "id_number": self.identity(birthday, is_woman=is_woman),
            "phone": self.phone(),
            "nation": HAN if self.chance.random() < SOME_NATION else self.chance.choice(OTHER_NATIONS),
            "education": self._pick(EDUCATION),
            "politics": self._pick(POLITICS),
            "hukou": hukou,
            "is_migrant": hukou in RURAL and self.chance.random() < 0.5,
            "is_dispatched": is_dispatched,
            "is_new_form": is_new_form and not is_dispatched,
            "employment": _employment(is_dispatched=is_dispatched, is_new_form=is_new_form),
            "employed_from": joined_on - timedelta(days=self.chance.randint(0, int(min(age - 18, 8) * YEAR))),
            "position": self.chance.choice(POSITIONS),
            "skill_grade": self._pick(SKILL),
        }

    def name(self, *, is_woman: bool) -> str:
        """A name of one or two characters after the surname."""
        if self.chance.random() < 0.3:
            return self.chance.choice(SURNAMES) + self.chance.choice(GIVEN_OF_WOMEN if is_woman else GIVEN_OF_MEN)
        first, second = (WOMEN_FIRST, WOMEN_SECOND) if is_woman else (MEN_FIRST, MEN_SECOND)
        return self.chance.choice(SURNAMES) + self.chance.choice(first) + self.chance.choice(second)

    def identity(self, birthday: date, *, is_woman: bool) -> str:
        """An identity number that nobody else of this list has."""
        sequence = self._sequences.get((birthday, is_woman), 0)
        self._sequences[birthday, is_woman] = sequence + 1
        return id_number(birthday, sequence, is_woman=is_woman, region=self.region)

    def phone(self) -> str:
        """A mobile number that nobody else of this list has."""
        self.number += 1
        return mobile(self.number, series=self.series)

    def _pick(self, weighted: Weighted) -> str:
        words, weights = zip(*weighted, strict=True)
        return str(self.chance.choices(words, weights)[0])


def _employment(*, is_dispatched: bool, is_new_form: bool) -> str:
    if is_dispatched:
        return EmploymentForm.DISPATCHED
    return EmploymentForm.NEW_FORM if is_new_form else EmploymentForm.CONTRACT
