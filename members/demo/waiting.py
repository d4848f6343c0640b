"""What waits on the desk of the plant's base officer: workers who ask to join, and members who want to come or go."""

from datetime import date

from members.demo.persons import Persons
from members.demo.places import PLANT
from members.models import Member
from members.services import applications, transfers
from unions.models import UnionOrg, User

APPLICANTS, COMING, GOING = 5, 2, 1
COMPANY = PLANT.removesuffix("工会")


def lie_on_the_desk(persons: Persons, until: date) -> None:
    """Written by the services, as it would come about: the clock of the transfers runs from today."""
    plant = UnionOrg.objects.get(name=PLANT)
    county, base = (User.objects.get(username=name) for name in ("county_officer", "base_officer"))
    for number in range(1, APPLICANTS + 1):
        _apply(plant, persons.draw(until), number)
    refused = plant.applications.order_by("pk")[APPLICANTS - 1]
    applications.refuse(actor=base, obj=refused, answer="您的劳动合同与另一家单位签订，请向那家单位的工会申请。")
    # Who joined in 2014 has one file (doubles.py).
    of_2014 = Member.objects.on_the_roster().filter(joined_on__year=2014).order_by("pk")
    for member in of_2014.exclude(union=plant)[:COMING]:
        transfers.ask_out(actor=county, obj=member, to_union=plant, reason="工作调动")
    elsewhere = of_2014.exclude(union=plant)[COMING].union
    for member in of_2014.filter(union=plant)[:GOING]:
        transfers.ask_out(actor=base, obj=member, to_union=elsewhere, reason="工作调动")


def _apply(plant: UnionOrg, person: dict[str, str], number: int) -> None:
    applications.submit(
        key=applications.RECEIPT.fresh_key(),
        address=f"198.51.100.{number}",
        union=plant,
        name=person["name"],
        id_number=person["id_number"],
        phone=person["phone"],
        employer_name=COMPANY,
    )
