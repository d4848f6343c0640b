"""What the review list of possible duplicates can be narrowed by."""

import django_filters as df

from members.choices import HintState
from members.models import DuplicateHint
from unions.filters import BranchFilter


class DuplicateFilters(df.FilterSet):
    """State, and the branch the pair is reviewed in."""

    state = df.ChoiceFilter(label="状态", choices=HintState, empty_label="全部")
    branch = BranchFilter()

    class Meta:
        model = DuplicateHint
        fields = ("state", "branch")
