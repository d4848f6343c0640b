"""What the applications to join can be narrowed by."""

import django_filters as df

from desk.cases.filters import CaseFilters
from members.choices import ApplicationState
from members.models import MembershipApplication
from unions.filters import BranchFilter


class ApplicationFilters(CaseFilters):
    """State, the branch of the union that was asked, and what every case can be narrowed by."""

    state = df.ChoiceFilter(label="状态", choices=ApplicationState, empty_label="全部")
    branch = BranchFilter()

    class Meta:
        model = MembershipApplication
        fields: tuple[str, ...] = ()
