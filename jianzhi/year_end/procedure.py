"""The way of a return: 未报 → 已报 → 已审, with 退回 and its correction between.

It waits for who receives returns; the county's leader may decide too (docs/decisions/0008-year-end.md).
"""

from desk.cases.choices import Reason
from desk.cases.procedure import Move, Procedure, Step, working
from jianzhi.year_end.choices import ReturnState as S

SUBMIT, RECEIVE = "year_end.submit_statisticalreturn", "year_end.receive_statisticalreturn"
DECIDE = "year_end.decide_statisticalreturn"

PROCEDURE = Procedure(
    "return",
    S,
    steps=(
        Step(S.UNREPORTED, SUBMIT, "union"),  # due on the period's own last day for reports
        Step(S.REPORTED, RECEIVE, "receiver", working(5)),
        Step(S.RETURNED, SUBMIT, "union", working(3)),
    ),
    moves=(
        Move(
            "submit",
            "上报",
            (S.UNREPORTED, S.RETURNED),
            S.REPORTED,
            label="说明",
            icon="send",
            explain="上报后由上级工会审核。逻辑检查有错误的不能上报；与上年相比变动大的指标须先写明原因。",
            done="已上报。",
        ),
        Move(
            "approve",
            "审核通过",
            S.REPORTED,
            S.APPROVED,
            right=DECIDE,
            at="receiver",
            label="审核意见",
            icon="check",
            done="已审核通过。",
        ),
        Move(
            "send_back",
            "退回",
            S.REPORTED,
            S.RETURNED,
            right=DECIDE,
            at="receiver",
            reason=Reason.REQUIRED,
            icon="arrow-back-up",
            explain="退回后由填报工会更正，再次上报。",
            done="已退回。",
        ),
        Move(
            "reopen",
            "撤销审核",
            S.APPROVED,
            S.RETURNED,
            right=DECIDE,
            at="receiver",
            reason=Reason.REQUIRED,
            danger=True,
            icon="refresh",
            done="已撤销审核，退回更正。",
        ),
    ),
    talk=SUBMIT,
)
