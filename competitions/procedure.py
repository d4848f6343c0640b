"""The way of an idea: 征集 → 登记受理 → 部门评审 → 采纳或不采纳 → 实施 → 效益核定 → 评奖 → 归档 (domain.md §3.10).

Who turns an idea down says why, and the one who had it reads the reason. Who reviewed it does not decide about it, and
who put it into effect does not verify its benefit.
"""

from competitions.choices import UNDECIDED
from competitions.choices import ProposalState as S
from desk.cases.choices import By, Reason
from desk.cases.procedure import Move, Procedure, Step, working

SCREEN, ASSIGN, REVIEW = "competitions.screen_proposal", "competitions.assign_proposal", "competitions.review_proposal"
DECIDE, IMPLEMENT = "competitions.decide_proposal", "competitions.implement_proposal"
REWARD, MERGE = "competitions.reward_proposal", "competitions.merge_proposal"

# Of the moves that leave a step the first is the button on the page of an idea: what leads on stands before what leads back.
_INTAKE = (
    Move("screen", "初审通过", S.NEW, S.SCREENED, icon="check", explain="内容完整、不违法、不泄密，可以受理。"),
    Move("accept", "受理", S.SCREENED, S.ACCEPTED, label="答复", told=True, icon="inbox"),
    Move(
        "refuse",
        "不予受理",
        (S.NEW, S.SCREENED),
        S.REFUSED,
        reason=Reason.REQUIRED,
        told=True,
        danger=True,
        icon="ban",
    ),
)
_REVIEW = (
    Move(
        "assign",
        "交办",
        S.ACCEPTED,
        S.ASSIGNED,
        label="交办意见",
        deadline=True,
        icon="send",
        explain="请一家工会组织有关部门评审。",
    ),
    Move("review", "评审完毕", S.ASSIGNED, S.REVIEWED, label="评审意见", icon="clipboard-check"),
    Move("send_back", "退回", S.ASSIGNED, S.ACCEPTED, reason=Reason.REQUIRED, icon="arrow-back-up"),
)
_DECISION = (
    Move("adopt", "采纳", S.REVIEWED, S.ADOPTED, label="答复", told=True, not_by=("review",), icon="circle-check"),
    Move(
        "not_adopt",
        "不采纳",
        S.REVIEWED,
        S.NOT_ADOPTED,
        reason=Reason.REQUIRED,
        told=True,
        not_by=("review",),
        danger=True,
        icon="circle-x",
    ),
    Move(
        "review_again",
        "退回重评",
        S.REVIEWED,
        S.ASSIGNED,
        reason=Reason.REQUIRED,
        deadline=True,
        icon="refresh",
    ),
    Move(
        "reopen",
        "重新受理",
        (S.REFUSED, S.NOT_ADOPTED),
        S.ACCEPTED,
        right=DECIDE,
        at="handler",
        reason=Reason.REQUIRED,
        told=True,
        icon="refresh",
    ),
)
_EFFECT = (
    Move("start", "开始实施", S.ADOPTED, S.IMPLEMENTING, label="实施安排", told=True, icon="player-play"),
    Move(
        "verify",
        "核定效益",
        S.IMPLEMENTING,
        S.VERIFIED,
        label="核定意见",
        told=True,
        not_by=("start",),
        icon="coin",
    ),
    Move("reward", "奖励", S.VERIFIED, S.REWARDED, label="颁奖词", told=True, icon="trophy"),
    Move(
        "archive",
        "归档",
        (S.REFUSED, S.NOT_ADOPTED, S.VERIFIED, S.REWARDED),
        S.ARCHIVED,
        right=REWARD,
        at="handler",
        icon="folder",
    ),
)

# Offered last, for they lead off the way.
_ASIDE = (
    Move(
        "merge",
        "并案",
        UNDECIDED,
        S.MERGED,
        right=MERGE,
        at="handler",
        label="说明",
        told=True,
        icon="git-merge",
        explain="与另一条内容相同。作者保留各自的查询码，看到的是并入那一条的进度。",
    ),
    Move("withdraw", "本人撤回", UNDECIDED, S.WITHDRAWN, by=By.VISITOR),
)

PROCEDURE = Procedure(
    "proposal",
    S,
    steps=(
        Step(S.NEW, SCREEN, "handler", working(3)),
        Step(S.SCREENED, SCREEN, "handler", working(3)),
        Step(S.ACCEPTED, ASSIGN, "handler", working(3)),
        Step(S.ASSIGNED, REVIEW, "handler", working(15)),
        Step(S.REVIEWED, DECIDE, "handler", working(10)),
        Step(S.ADOPTED, IMPLEMENT, "handler"),
        Step(S.IMPLEMENTING, REWARD, "handler"),
        Step(S.VERIFIED, REWARD, "handler"),
    ),
    moves=(*_INTAKE, *_REVIEW, *_DECISION, *_EFFECT, *_ASIDE),
    talk=REVIEW,
    talk_at="handler",
)
