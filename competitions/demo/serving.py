"""What people who serve others have ideas about. `{place}` and the numbers are drawn for each idea."""

from competitions.choices import Category
from competitions.demo.trades import Subject, Trade

TOURISM = Trade(
    ("旅游", "旅行社", "民宿", "大酒店", "饭店"),
    "HR",
    ("前台", "客房部", "游船码头", "景区入口", "餐饮部", "讲解组", "停车场", "游客中心", "后厨", "布草间"),
    (
        Subject(
            Category.SUGGESTION,
            "雨天游客临时候船点",
            "雨天排队的游客全淋在台阶上，{place}每天接到投诉 {small} 起",
            "借用候船廊后面的空房，摆长椅和叫号屏",
            "旺季每天少流失 {n} 名散客",
        ),
        Subject(
            Category.DESIGN,
            "方言加普通话双语讲解词",
            "老年团听不懂普通话里的典故，讲解员重复讲",
            "把七里扬帆、梅城古城的故事编成双语讲解词，附一页图",
            "一批游客少讲 {minutes} 分钟",
        ),
        Subject(
            Category.MODIFICATION,
            "客房一次性用品改按需取用",
            "每天换下没拆封的牙刷、拖鞋 {n} 份",
            "床头放一张卡，要什么打勾，不要的奖励一张船票优惠券",
            "一年少买 {money} 元易耗品",
        ),
        Subject(
            Category.INNOVATION,
            "布草车加分隔袋",
            "干净的和换下的放在一辆车上，客人看了不舒服",
            "车上加三个可拆洗的分隔袋，污物袋在最下层",
            "每层楼少跑 {small} 趟",
        ),
        Subject(
            Category.SUGGESTION,
            "淡季拼团共享大巴",
            "冬天各社都发小团，车上空着一半座位",
            "几家旅行社在{place}设拼团点，按人头分摊车费",
            "每车省 {n} 元油费和过路费",
        ),
        Subject(
            Category.MODIFICATION,
            "后厨洗菜水用于冲洗地面",
            "洗菜的清水直接倒掉，冲地又开自来水",
            "第三遍洗菜水引到水箱，用来冲地、浇花",
            "每天省水 {small} 吨",
        ),
        Subject(
            Category.SUGGESTION,
            "停车场潮汐出入口",
            "节假日早上只进、下午只出，单进单出的口堵到公路上",
            "上午两进一出，下午一进两出，志愿者在{place}举牌",
            "高峰通过时间缩短 {minutes} 分钟",
        ),
    ),
)
SCHOOLS = Trade(
    ("中学", "小学", "学校", "幼儿园", "教育"),
    "P",
    ("教务处", "食堂", "实验室", "年级组", "图书室", "总务处", "校门口", "宿舍楼", "体育组", "德育处"),
    (
        Subject(
            Category.SUGGESTION,
            "放学错时分批接送",
            "放学时{place}全是电瓶车，最长堵 {minutes} 分钟",
            "按年级错开十分钟，家长按地上的班级号等",
            "现在 {small} 分钟疏散完",
        ),
        Subject(
            Category.SUGGESTION,
            "实验药品余量登记卡",
            "药品用完才发现没有了，一学期耽误 {small} 节课",
            "每瓶挂一张卡，用一次写一次，低于线就报",
            "没有再误过课，过期药品也少了",
        ),
        Subject(
            Category.DESIGN,
            "课桌椅高度对照贴",
            "孩子长得快，桌椅半年没人调",
            "桌腿贴一条身高对照，开学第一课自己调",
            "全校 {n} 套桌椅都合适了",
        ),
        Subject(
            Category.INNOVATION,
            "旧课本漂流角",
            "高一用过的资料当废纸卖，新生又去买",
            "在{place}设漂流角，毕业班捐，新生借",
            "一年循环 {n} 册，每家省几十元",
        ),
        Subject(
            Category.MODIFICATION,
            "食堂窗口双通道打饭",
            "一个窗口又打饭又结账，{minutes} 分钟才轮到",
            "先结账后打饭，两条线各走各的",
            "每餐少排队一刻钟",
        ),
        Subject(
            Category.SUGGESTION,
            "青年教师听课不打招呼预约制",
            "听课全靠熟人，有的老师一学期没人听",
            "课表上标绿的都可以听，听完写三句话贴在年级组",
            "每人一学期听课 {small} 节以上",
        ),
    ),
)
HOSPITALS = Trade(
    ("医院", "卫生院", "卫生"),
    "Q",
    ("门诊大厅", "住院三病区", "检验科", "药房", "急诊", "供应室", "体检中心", "护理部", "收费处", "儿科"),
    (
        Subject(
            Category.SUGGESTION,
            "老年人挂号陪同岗",
            "自助机不会用，老人排两次队，平均多等 {minutes} 分钟",
            "{place}设陪同岗，由退休护士和志愿者轮值",
            "每天帮 {n} 位老人",
        ),
        Subject(
            Category.INNOVATION,
            "输液架加呼叫牌",
            "输完液家属满走廊找护士，夜班一晚上跑 {n} 趟",
            "架子上挂红绿牌，翻红就来，护士站一眼看到",
            "空袋不再等，投诉少了 {small} 起",
        ),
        Subject(
            Category.MODIFICATION,
            "治疗车分层静音轮",
            "夜里推车声音大，病人醒了投诉",
            "换静音轮，抽屉垫软条",
            "夜班投诉没有了",
        ),
        Subject(
            Category.DESIGN,
            "检验单二维码取单指引",
            "取单要先找科室再找窗口，一天有 {n} 人问路",
            "单子上印楼层平面图和取单时间",
            "问路的少了七成",
        ),
        Subject(
            Category.SUGGESTION,
            "慢病药三个月长处方",
            "高血压病人每月来一趟只为配药，{place}排长队",
            "血压平稳的，一次开三个月，社区随访",
            "每月少排队 {n} 人次",
        ),
        Subject(
            Category.MODIFICATION,
            "床单位被服一车到位",
            "铺一张床要跑三趟库房",
            "改装一辆铺床车，被服、消毒液、垃圾袋一车配齐",
            "铺一张床少走 {n} 步，省 {small} 分钟",
        ),
    ),
)
TRADE = Trade(
    ("商贸", "超市", "物流", "运输", "汽车销售", "供销", "邮政"),
    "FG",
    ("收银台", "配送中心", "车队", "仓库", "卸货平台", "客服台", "生鲜区", "维修间", "调度室", "退货组"),
    (
        Subject(
            Category.INNOVATION,
            "卸货平台可调搭板",
            "车厢高低不一，每卸一车要垫木板，{minutes} 分钟",
            "用旧千斤顶做一块可调搭板",
            "每车少花十分钟，手指也不会被夹",
        ),
        Subject(
            Category.SUGGESTION,
            "回程车配载群",
            "去时满载回来空车，{place}一个月空驶 {n} 公里",
            "几家运输公司建一个配载群，早上报回程",
            "空驶降了 {small} 成",
        ),
        Subject(
            Category.DESIGN,
            "临期商品绿签",
            "临期品混在货架上，清点一次要半天",
            "到期前三十天贴绿签集中打折",
            "每月损耗少 {money} 元",
        ),
        Subject(
            Category.MODIFICATION,
            "冷柜夜间加保温帘",
            "夜里冷柜敞着，压缩机一夜不停",
            "关店时拉下保温帘，早上卷起",
            "每台冷柜每天省电 {small} 度",
        ),
        Subject(
            Category.SUGGESTION,
            "高峰时段流动收银",
            "下班高峰十几个人排队，退货又在同一台",
            "开一台流动收银，退换货单独一台",
            "排队从 {minutes} 分钟减到几分钟",
        ),
        Subject(
            Category.INNOVATION,
            "驾驶员疲劳互检卡",
            "夜车连开，全凭自己说不困",
            "服务区交接时互签一张卡，不签不换班",
            "全队 {n} 天无事故",
        ),
    ),
)
OFFICES = Trade(
    (),
    "",
    ("办事大厅", "综合科", "档案室", "财务科", "信访室", "机房", "窗口二组", "文印室", "值班室", "物业班"),
    (
        Subject(
            Category.SUGGESTION,
            "办事材料一次告知单",
            "群众来三趟才办成，{place}每周解释 {n} 次",
            "按事项印一张告知单，带样张，二维码看范例",
            "一次办成的多了 {small} 成",
        ),
        Subject(
            Category.DESIGN,
            "档案盒脊背色标",
            "查一份档要翻 {minutes} 分钟",
            "按年份用五种色标，错位一眼看见",
            "查档只要几分钟",
        ),
        Subject(
            Category.MODIFICATION,
            "会议通知改短信回执",
            "电话通知一个会要打 {n} 个，漏一个就误事",
            "统一发短信，回“1”参加，回“2”请假",
            "半小时通知到位",
        ),
        Subject(
            Category.SUGGESTION,
            "中午窗口不断档值班",
            "上班族只有中午有空，中午偏偏没人",
            "两人一班轮流吃饭，{place}中午不断档",
            "中午办件 {n} 件",
        ),
        Subject(
            Category.INNOVATION,
            "公用文具共享柜",
            "各科各领各的，抽屉里堆着用不完",
            "楼道设共享柜，用多少拿多少",
            "一年少领 {money} 元",
        ),
        Subject(
            Category.MODIFICATION,
            "空调统一温度和关机巡查",
            "下班忘关空调，周末开了两天",
            "最后走的人翻牌，值班员巡一遍",
            "一个夏天省电 {n} 度",
        ),
        Subject(
            Category.SUGGESTION,
            "新职工三个月师徒本",
            "新来的靠自己摸，{place}三个月才上手",
            "师徒本每周一页，带教人签字，工会发奖品",
            "上手时间缩短 {small} 周",
        ),
    ),
)
