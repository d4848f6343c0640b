"""How an application to join and a transfer between unions go on: who is to act, by when, and what may follow what."""

from desk.cases.choices import By, Reason
from desk.cases.procedure import Move, Procedure, Step, calendar, working
from members.choices import OPEN_TRANSFERS, ApplicationState, TransferState

DECIDE_APPLICATION = "members.decide_membershipapplication"
ASK_TRANSFER, DECIDE_TRANSFER = "members.add_transfer", "members.decide_transfer"

# 入会自愿, and the union answers (中国工会章程 §2); the days are the federation's own promise.
APPLICATION = Procedure(
    "application",
    ApplicationState,
    steps=(Step(ApplicationState.NEW, waits_for=DECIDE_APPLICATION, due=working(10)),),
    moves=(
        Move(
            "accept",
            "同意入会",
            ApplicationState.NEW,
            ApplicationState.ACCEPTED,
            reason=Reason.NONE,
            told=True,
            icon="check",
            explain="同意后建立会员档案和第一段会籍；姓名、身份证号和手机照申请人填写的登记。",
            done="已同意，会员档案已建立。",
        ),
        Move(
            "refuse",
            "不同意",
            ApplicationState.NEW,
            ApplicationState.REFUSED,
            reason=Reason.REQUIRED,
            told=True,
            danger=True,
            icon="x",
            done="已答复不同意，申请人凭查询码可以看到理由。",
        ),
        Move(
            "withdraw",
            "撤回申请",
            ApplicationState.NEW,
            ApplicationState.WITHDRAWN,
            told=True,
            by=By.VISITOR,
        ),
    ),
    talk=DECIDE_APPLICATION,
)

# 会籍接转: both unions agree within thirty days (the days of the letter of introduction, 中国工会章程 §5), or it lapses.
DAYS_TO_ANSWER = calendar(30)
TRANSFER = Procedure(
    "transfer",
    TransferState,
    steps=(
        Step(TransferState.ASKED_OUT, waits_for=DECIDE_TRANSFER, at="union", due=DAYS_TO_ANSWER),
        Step(TransferState.ASKED_IN, waits_for=DECIDE_TRANSFER, at="to_union", due=DAYS_TO_ANSWER),
    ),
    moves=(
        Move(
            "agree-out",
            "同意转出",
            TransferState.ASKED_OUT,
            TransferState.DONE,
            reason=Reason.NONE,
            icon="check",
            explain="同意后立即接转：本会的会籍到昨天为止，档案转入对方工会。",
            done="已接转。",
        ),
        Move(
            "agree-in",
            "同意转入",
            TransferState.ASKED_IN,
            TransferState.DONE,
            reason=Reason.NONE,
            icon="check",
            explain="同意后立即接转：自今天起是本会会员，档案转入本会。",
            done="已接转。",
        ),
        Move(
            "refuse",
            "不同意",
            OPEN_TRANSFERS,
            TransferState.REFUSED,
            DECIDE_TRANSFER,
            "awaited",
            Reason.REQUIRED,
            danger=True,
            icon="x",
            done="已答复不同意。",
        ),
        Move(
            "withdraw",
            "撤回申请",
            OPEN_TRANSFERS,
            TransferState.WITHDRAWN,
            ASK_TRANSFER,
            "asking",
            icon="arrow-back-up",
            done="已撤回。",
        ),
        Move("lapse", "逾期失效", OPEN_TRANSFERS, TransferState.LAPSED, by=By.CLOCK),
        # The membership changed otherwise, so that there is nothing left to agree to.
        Move("end", "终止", OPEN_TRANSFERS, TransferState.WITHDRAWN, by=By.CLOCK),
    ),
)
