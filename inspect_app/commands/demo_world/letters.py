"""What comes into the inbox of the demo city: who wrote how, what about, what becomes of it; all invented."""

from dataclasses import dataclass

from inspect_app.findings.vocabulary import Category
from inspect_app.rectification.vocabulary import ReplyChannel
from inspect_app.voices.vocabulary.letters import LetterSource, Private

_S, _C, _R = LetterSource, Category, ReplyChannel


@dataclass(frozen=True, slots=True)
class Came:
    """A voice that came `ago` days ago.

    `fate` is what the office makes of it: "" (waits), finding, suggestion, praise, no_action; `said` are the words
    that go with it. `done` is what a suggestion came to, `published` where that was told. `answer` went out by `by`;
    `excuse` says why nobody can be answered.
    """

    ago: int
    source: LetterSource
    title: str
    words: str
    unit: str
    category: Category = Category.OTHER
    private: Private = Private()
    outlet: str = ""
    code: str = ""
    trips: int | None = None
    fate: str = ""
    said: str = ""
    done: str = ""
    published: str = ""
    answer: str = ""
    by: ReplyChannel = ReplyChannel.PHONE
    excuse: str = ""


# The words of one letter come again a day later by telephone: the inbox proposes to merge the two.
_INCOME = "申请低保，社区让我去开收入证明，可是公告说这个证明已经取消了，窗口没有它又不收件。"

CAME: tuple[Came, ...] = (
    Came(26, _S.LETTER, "迁户口材料没有一次讲清",
         "搬家后去办户口迁入，窗口第一次说缺租赁合同，第二次说合同要备案，前后跑了三趟，没有一次讲清。",
         "MZ-GA-HZ", _C.TELLING, Private("周桂兰", "13800000101", ("吴志刚",)), trips=3, fate="finding",
         said="窗口分两次告知要补的材料，申请人前后跑了三趟。",
         answer="已督促窗口换发一次性告知单，您可以凭身份证和租赁合同当场办理。", published="市跑改办公示栏"),
    Came(24, _S.SUGGESTION, "建议社保卡补换当场领卡",
         "补换社保卡要等五个工作日再来取，建议在大厅放一台制卡机，当场领走。", "MZ-RS-SB", _C.PROCESS,
         Private("沈国平", "13800000102"), fate="suggestion",
         done="市民中心和三个区的社保窗口已放制卡机，补换卡当场领取。", published="明州日报",
         answer="您的建议已采纳，制卡机已投入使用。"),
    Came(22, _S.NETIZEN, "网友问异地就医怎么备案",
         "在外地带孙子，想办异地就医备案，网上写的和电话里说的不一样，到底要不要来窗口？", "MZ-YB", _C.GUIDE,
         outlet="明州论坛", fate="no_action", said="属于业务咨询，已由医保局直接答复。",
         answer="不用来窗口，手机上凭身份证备案，当天生效。", by=_R.ONLINE),
    Came(21, _S.PLATFORM, "办食品经营许可多要一份图纸", "公布的清单里没有消防图纸，窗口说没有图纸不收件。",
         "MZ-SCJG", _C.PAPERS, Private("何立新", "13800000103"), code="PT-0417", trips=2, fate="finding",
         said="窗口要求提交清单外的消防图纸，没有图纸不收件。"),
    Came(20, _S.SUGGESTION, "建议大厅开一个帮办台", "老人不会用自助机，建议大厅留一个人工帮办台，教一教就会了。",
         "MZ-XZZX", _C.FACILITY, fate="suggestion", done="三个大厅已设帮办台，工作日全天有人。",
         answer="建议已采纳，帮办台已经开放，欢迎再提意见。", by=_R.IN_PERSON, published="大厅公示栏"),
    Came(19, _S.LETTER, "感谢窗口上门办社保认证",
         "我老伴瘫痪在床，窗口同志上门帮忙做了认证，没有让我们跑一趟，非常感谢。", "MZ-RS-SB",
         private=Private("郑福生", "13800000104", ("蒋小燕",)), fate="praise",
         said="社保窗口为行动不便的老人上门办理待遇资格认证。", answer="谢谢来信，已转告窗口。", by=_R.LETTER),
    Came(17, _S.MEDIA, "记者体验：停车月卡网上办不下来",
         "记者在手机上申请停车月卡，填到最后一步提示系统维护，两天都没有办成。", "MZ-CG", _C.SYSTEM,
         outlet="明州之声", fate="suggestion", done="接口已修好，月卡可以在手机上办。",
         answer="系统已修复，感谢监督。", by=_R.ONLINE),
    Came(15, _S.CALL, "电话一直打不通", "公布的不动产登记中心咨询电话，上午打了六次都是占线。", "MZ-ZRZY-BDC",
         _C.PHONE, Private("冯女士", "13800000105"), fate="finding",
         said="公布的咨询电话上午多次拨打占线，没有接通。", answer="咨询电话已增加两条线路，请再拨打试试。"),
    Came(14, _S.SUGGESTION, "建议中午也留一个窗口", "上班族只有中午有空，建议每个大厅中午留一个值班窗口。",
         "MZ-XZZX", _C.TIME_LIMIT, Private("俞敏", "13800000106"), fate="suggestion",
         done="市民中心中午已安排四个值班窗口。", answer="市民中心中午已有值班窗口，各区正在安排。"),
    Came(13, _S.PLATFORM, "重复反映邻里纠纷", "楼上装修太吵，请你们管一管。", "MZ-XZZX", code="PT-0452",
         fate="no_action", said="不属于政务服务改革事项，已转社区调解。", excuse="工单没有留联系方式。"),
    Came(12, _S.CASE, "一家小店开业的经历",
         "开小餐饮店，先跑市场监管，再跑城管备案招牌，最后回来补健康证明，一共五趟，半个月才开张。", "MZ-SCJG",
         _C.PROCESS, trips=5, fate="suggestion"),
    Came(10, _S.NETIZEN, "网上预约不到号", "护照换发网上一周都没有号，到现场却不用排队，预约是摆设吗？",
         "MZ-GA-CRJ", _C.SYSTEM, outlet="市长信箱", answer="号源已按现场余量每天早上八点放出，周六也可以预约。",
         by=_R.ONLINE, fate="suggestion"),
    Came(9, _S.LETTER, "公积金窗口态度不好", "问提前还贷要带什么，工作人员头也不抬，说自己看墙上。", "MZ-ZJ-GJJ",
         _C.ATTITUDE, Private("孙丽华", "13800000107")),
    Came(8, _S.SUGGESTION, "建议水电过户一起办", "二手房过户以后，还要分别去水务、供电过户，建议一张表一起办。",
         "MZ-SSW", _C.PROCESS, Private("童先生", "13800000108"), fate="suggestion"),
    Came(7, _S.CALL, "驾驶证补办要不要体检", "电话问补办驾驶证要不要体检，两个人说的不一样。", "MZ-GA-CGS",
         _C.TELLING, Private("胡先生", "13800000109"), answer="补办驾驶证不用体检，手机上就能申请。",
         fate="no_action", said="属于业务咨询，已答复。"),
    Came(6, _S.PLATFORM, "低保申请让去开收入证明", _INCOME, "MZ-MZ", _C.PAPERS,
         Private("罗阿姨", "13800000110"), code="PT-0488"),
    Came(5, _S.MEDIA, "读者来电：学籍证明还要不要开", "报社热线接到家长来电，转学登记时学校仍要学籍证明。", "MZ-JY",
         _C.PAPERS, outlet="明州晚报"),
    Came(4, _S.CALL, "来电反映低保要收入证明", f"{_INCOME}希望尽快解决。", "MZ-MZ", _C.PAPERS,
         Private("罗女士", "13800000110")),
    Came(3, _S.NETIZEN, "给办事大厅的小建议", "大厅的指示牌看不清，字再大一点就好了。", "MZ-XZZX", _C.FACILITY,
         outlet="微信公众号留言"),
    Came(1, _S.LETTER, "盼望村里也能办医保", "村里老人多，去一趟镇上要换两班车，盼望村便民点也能办医保参保。",
         "NL-YX", _C.PROCESS, Private("毛春生", "13800000111")),
)  # fmt: skip
