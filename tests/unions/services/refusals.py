"""Reading what a service refused."""

import pytest
from django.core.exceptions import ValidationError


def refused(error: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    """The messages by field; those without a field under "__all__"."""
    raised = error.value
    return raised.message_dict if hasattr(raised, "error_dict") else {"__all__": raised.messages}
