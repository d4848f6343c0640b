"""Code sets of ideas and campaigns (domain.md §2.3, §3.10). The same word in model, address, template and test."""

from django.db.models import TextChoices


class Category(TextChoices):
    """五小 and 合理化建议: what kind of idea it is."""

    SUGGESTION = "suggestion", "小建议"
    INNOVATION = "innovation", "小革新"
    INVENTION = "invention", "小发明"
    MODIFICATION = "modification", "小改造"
    DESIGN = "design", "小设计"


class ProposalState(TextChoices):
    """Where an idea stands: 征集 → 受理 → 评审 → 采纳 → 实施 → 效益核定 → 奖励 → 归档."""

    NEW = "new", "待初审"
    SCREENED = "screened", "待受理"
    ACCEPTED = "accepted", "待交办"
    ASSIGNED = "assigned", "评审中"
    REVIEWED = "reviewed", "待决定"
    ADOPTED = "adopted", "已采纳"
    IMPLEMENTING = "implementing", "实施中"
    VERIFIED = "verified", "效益已核定"
    REWARDED = "rewarded", "已奖励"
    REFUSED = "refused", "不予受理"
    NOT_ADOPTED = "not_adopted", "未采纳"
    WITHDRAWN = "withdrawn", "本人撤回"
    MERGED = "merged", "已并案"
    ARCHIVED = "archived", "已归档"


# The states that lie behind an adoption. An archived idea was adopted when its benefit was verified.
ADOPTED = (ProposalState.ADOPTED, ProposalState.IMPLEMENTING, ProposalState.VERIFIED, ProposalState.REWARDED)
# The states in which the one who had the idea may take it back, and in which it may be merged into another.
UNDECIDED = (ProposalState.NEW, ProposalState.SCREENED, ProposalState.ACCEPTED, ProposalState.ASSIGNED)


class AwardLevel(TextChoices):
    """奖励等级."""

    SPECIAL = "special", "特等奖"
    FIRST = "first", "一等奖"
    SECOND = "second", "二等奖"
    THIRD = "third", "三等奖"
    ENCOURAGEMENT = "encouragement", "鼓励奖"
