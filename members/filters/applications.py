"""What the applications to join can be narrowed by."""

import django_filters as df

from members.choices import ApplicationState
from members.models import MembershipApplication
from unions.filters import BranchFilter


class ApplicationFilters(df.FilterSet):
    """State, and the branch of the union that was asked."""

    state = df.ChoiceFilter(label="状态", choices=ApplicationState, empty_label="全部")
    branch = BranchFilter()

    class Meta:
        model = MembershipApplication
        fields = ("state", "branch")
