"""The units of 明州市, a city that doesn't exist: four levels, 44 units."""

from inspect_app.accounts.vocabulary import UnitKind, UnitLevel

OFFICE = "MZ-PGB"
_C, _D, _S, _V = UnitLevel.CITY, UnitLevel.DISTRICT, UnitLevel.STREET, UnitLevel.COMMUNITY
_K = UnitKind

# (code, name, short name, level, kind, code of the unit above)
UNITS: tuple[tuple[str, str, str, UnitLevel, UnitKind, str], ...] = (
    (OFFICE, "明州市“最多跑一次”改革办公室", "市跑改办", _C, _K.REFORM_OFFICE, ""),
    ("MZ-XZZX", "明州市行政服务中心", "市行政服务中心", _C, _K.BUREAU, ""),
    ("MZ-GA", "明州市公安局", "市公安局", _C, _K.BUREAU, ""),
    ("MZ-MZ", "明州市民政局", "市民政局", _C, _K.BUREAU, ""),
    ("MZ-SF", "明州市司法局", "市司法局", _C, _K.BUREAU, ""),
    ("MZ-RS", "明州市人力资源和社会保障局", "市人社局", _C, _K.BUREAU, ""),
    ("MZ-ZRZY", "明州市自然资源局", "市自然资源局", _C, _K.BUREAU, ""),
    ("MZ-ZJ", "明州市住房和城乡建设局", "市住建局", _C, _K.BUREAU, ""),
    ("MZ-JT", "明州市交通运输局", "市交通局", _C, _K.BUREAU, ""),
    ("MZ-JY", "明州市教育局", "市教育局", _C, _K.BUREAU, ""),
    ("MZ-WL", "明州市文化广电旅游局", "市文广旅局", _C, _K.BUREAU, ""),
    ("MZ-WJ", "明州市卫生健康委员会", "市卫健委", _C, _K.BUREAU, ""),
    ("MZ-SCJG", "明州市市场监督管理局", "市市场监管局", _C, _K.BUREAU, ""),
    ("MZ-CG", "明州市城市管理局", "市城管局", _C, _K.BUREAU, ""),
    ("MZ-YB", "明州市医疗保障局", "市医保局", _C, _K.BUREAU, ""),
    ("MZ-SW", "明州市税务局", "市税务局", _C, _K.RESIDENT, ""),
    ("MZ-SSW", "明州市水务集团", "市水务集团", _C, _K.STATE_FIRM, ""),
    ("MZ-GD", "明州市供电公司", "市供电公司", _C, _K.STATE_FIRM, ""),
    ("MZ-GA-JJ", "明州市公安局交警支队", "交警支队", _C, _K.SECTION, "MZ-GA"),
    ("MZ-GA-CRJ", "明州市公安局出入境管理支队", "出入境管理支队", _C, _K.SECTION, "MZ-GA"),
    ("MZ-GA-HZ", "明州市公安局户政管理支队", "户政管理支队", _C, _K.SECTION, "MZ-GA"),
    ("MZ-GA-CGS", "明州市公安局车辆管理所", "车管所", _C, _K.SECTION, "MZ-GA-JJ"),
    ("MZ-RS-SB", "明州市社会保险服务中心", "市社保中心", _C, _K.SECTION, "MZ-RS"),
    ("MZ-ZRZY-BDC", "明州市不动产登记中心", "不动产登记中心", _C, _K.SECTION, "MZ-ZRZY"),
    ("MZ-ZJ-GJJ", "明州市住房公积金管理中心", "公积金中心", _C, _K.SECTION, "MZ-ZJ"),
    ("DH", "东湖区", "东湖区", _D, _K.DISTRICT, ""),
    ("LJ", "临江区", "临江区", _D, _K.DISTRICT, ""),
    ("BC", "北城区", "北城区", _D, _K.DISTRICT, ""),
    ("NL", "南岭县", "南岭县", _D, _K.DISTRICT, ""),
    ("DH-ZX", "东湖区政务服务中心", "东湖区政务中心", _D, _K.BUREAU, "DH"),
    ("LJ-ZX", "临江区政务服务中心", "临江区政务中心", _D, _K.BUREAU, "LJ"),
    ("BC-ZX", "北城区政务服务中心", "北城区政务中心", _D, _K.BUREAU, "BC"),
    ("NL-ZX", "南岭县政务服务中心", "南岭县政务中心", _D, _K.BUREAU, "NL"),
    ("DH-HB", "东湖区湖滨街道", "湖滨街道", _S, _K.TOWN, "DH"),
    ("DH-JX", "东湖区锦溪街道", "锦溪街道", _S, _K.TOWN, "DH"),
    ("LJ-JX", "临江区江心街道", "江心街道", _S, _K.TOWN, "LJ"),
    ("LJ-MT", "临江区码头街道", "码头街道", _S, _K.TOWN, "LJ"),
    ("BC-BG", "北城区北关街道", "北关街道", _S, _K.TOWN, "BC"),
    ("NL-YX", "南岭县云溪镇", "云溪镇", _S, _K.TOWN, "NL"),
    ("DH-HB-LL", "湖滨街道柳堤社区", "柳堤社区", _V, _K.VILLAGE, "DH-HB"),
    ("DH-JX-BZ", "锦溪街道百丈社区", "百丈社区", _V, _K.VILLAGE, "DH-JX"),
    ("LJ-JX-DK", "江心街道渡口社区", "渡口社区", _V, _K.VILLAGE, "LJ-JX"),
    ("BC-BG-CD", "北关街道城东社区", "城东社区", _V, _K.VILLAGE, "BC-BG"),
    ("NL-YX-ST", "云溪镇上塘村", "上塘村", _V, _K.VILLAGE, "NL-YX"),
)

# Units with a liaison and a head of their own, in the order of user names: liaison1 and head1 are the first.
ANSWERING = (
    "MZ-GA", "MZ-RS", "MZ-ZJ", "MZ-WJ", "MZ-CG", "MZ-SCJG", "MZ-ZRZY", "MZ-YB", "MZ-SW", "MZ-MZ", "MZ-JT",
    "MZ-JY", "MZ-SF", "MZ-WL", "MZ-XZZX", "MZ-SSW", "MZ-GD", "DH", "LJ", "BC", "NL", "MZ-GA-JJ",
)  # fmt: skip
