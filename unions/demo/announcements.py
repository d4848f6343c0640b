"""What the demo federation tells everybody: with it the home page looks as it would in use."""

from datetime import date, timedelta

from unions.choices import AnnouncementKind
from unions.models import Announcement, UnionOrg

KEPT = timedelta(days=365)  # a 公示 of the demo is still to be seen when somebody looks at it
NOTICE, PUBLICITY = AnnouncementKind.NOTICE, AnnouncementKind.PUBLICITY
CALL = """即日起面向全市职工征集合理化建议和金点子，实名、匿名均可。

建议由有关部门评审，是否采纳都会答复；采纳的建议将公开进展和效益，年底评选优秀金点子。

联系电话：0571-64720000（市总工会，工作日）。"""
HOLIDAY = "节日期间各镇街工会职工服务站照常接待来访。法律援助可以先在网上留言，节后第一个工作日答复。"
STUDENTS = """困难职工家庭子女今年考入高等院校的，可以向所在单位工会申请助学金，9月20日截止。

申请材料：申请表、录取通知书复印件、家庭收入证明。"""
HONOURED = """经各镇街工会推荐、市总工会评审，拟对五条优秀金点子予以表彰，内容见本网站“已采纳的金点子”。

对公示内容有不同意见的，请向市总工会经济技术部反映，电话：0571-64720000。"""
TOLD: tuple[tuple[AnnouncementKind, date, str, str], ...] = (
    (NOTICE, date(2014, 2, 10), "关于开展“我为建德创业再出发献一计”活动的公告", CALL),
    (NOTICE, date(2014, 4, 18), "关于“五一”国际劳动节期间服务安排的公告", HOLIDAY),
    (NOTICE, date(2014, 9, 1), "关于做好2014年“金秋助学”申请工作的公告", STUDENTS),
    (PUBLICITY, date(2014, 12, 15), "2014年度优秀金点子拟表彰名单公示", HONOURED),
)


def announce(home: UnionOrg, until: date) -> None:
    """Writes them as issued by `home`."""
    Announcement.objects.bulk_create(
        Announcement(
            union=home,
            kind=kind,
            published_on=published_on,
            until=max(published_on, until) + KEPT if kind == PUBLICITY else None,
            title=title,
            body=body,
        )
        for kind, published_on, title, body in TOLD
    )
