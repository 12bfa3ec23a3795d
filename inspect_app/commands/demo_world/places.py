"""Sixteen sites with sixty windows."""

from dataclasses import dataclass

from inspect_app.catalogue.vocabulary import SiteType

OFFICE_HOURS = "工作日 8:30–12:00、13:30–17:00"


@dataclass(frozen=True, slots=True)
class Place:
    """A site and its windows: (name, unit in charge, other units whose matters are done there)."""

    code: str
    name: str
    type: SiteType
    unit: str
    address: str
    windows: tuple[tuple[str, str, str], ...]


_T = SiteType
PLACES: tuple[Place, ...] = (
    Place("SZX", "市行政服务中心", _T.SERVICE_CENTRE, "MZ-XZZX", "明州市望湖大道 88 号", (
        ("企业开办综合窗", "MZ-SCJG", "MZ-SW"), ("食品经营许可窗", "MZ-SCJG", ""), ("社保综合窗", "MZ-RS", "MZ-RS-SB"),
        ("人才服务窗", "MZ-RS", ""), ("工程审批综合窗", "MZ-ZJ", "MZ-ZRZY"), ("城管审批窗", "MZ-CG", ""),
        ("卫生许可窗", "MZ-WJ", ""), ("医保综合窗", "MZ-YB", ""), ("民政事务窗", "MZ-MZ", ""),
        ("法律服务窗", "MZ-SF", ""), ("教育事务窗", "MZ-JY", ""), ("文旅审批窗", "MZ-WL", ""),
        ("交通运输审批窗", "MZ-JT", ""), ("帮办代办窗", "MZ-XZZX", "MZ-SCJG"),
    )),
    Place("CGS", "市车辆管理所", _T.VEHICLE_OFFICE, "MZ-GA-CGS", "明州市环城北路 301 号", (
        ("驾驶证业务窗", "MZ-GA-CGS", "MZ-GA-JJ"), ("机动车登记窗", "MZ-GA-CGS", ""), ("违法处理窗", "MZ-GA-JJ", ""),
        ("咨询导办台", "MZ-GA-JJ", "MZ-GA-CGS"),
    )),
    Place("CRJ", "市出入境接待大厅", _T.BRANCH_CENTRE, "MZ-GA-CRJ", "明州市学士路 26 号", (
        ("证件受理窗", "MZ-GA-CRJ", ""), ("签注自助区", "MZ-GA-CRJ", ""), ("取证窗", "MZ-GA-CRJ", ""),
    )),
    Place("BDC", "市不动产登记大厅", _T.REAL_ESTATE_CENTRE, "MZ-ZRZY-BDC", "明州市钟楼街 15 号", (
        ("登记受理窗", "MZ-ZRZY-BDC", "MZ-ZRZY"), ("联办缴税窗", "MZ-SW", ""), ("查询自助区", "MZ-ZRZY-BDC", ""),
        ("水电气联办窗", "MZ-SSW", "MZ-GD"),
    )),
    Place("SBZ", "市社会保险服务大厅", _T.BRANCH_CENTRE, "MZ-RS-SB", "明州市和义路 7 号", (
        ("养老待遇窗", "MZ-RS-SB", ""), ("参保登记窗", "MZ-RS-SB", "MZ-RS"), ("医保结算窗", "MZ-YB", ""),
    )),
    Place("GJJ", "市住房公积金大厅", _T.BRANCH_CENTRE, "MZ-ZJ-GJJ", "明州市中河路 109 号", (
        ("提取窗", "MZ-ZJ-GJJ", ""), ("贷款窗", "MZ-ZJ-GJJ", "MZ-ZJ"),
    )),
    Place("SWT", "市办税服务厅", _T.BRANCH_CENTRE, "MZ-SW", "明州市惊鸿路 60 号", (
        ("发票窗", "MZ-SW", ""), ("申报征收窗", "MZ-SW", ""), ("咨询辅导台", "MZ-SW", ""),
    )),
    Place("ZTB", "市公共资源交易中心", _T.BIDDING_CENTRE, "MZ-ZJ", "明州市宁川路 51 号", (
        ("项目进场窗", "MZ-ZJ", ""), ("主体登记窗", "MZ-ZJ", ""),
    )),
    Place("SDY", "水电便民营业厅", _T.BRANCH_CENTRE, "MZ-SSW", "明州市中山路 240 号", (
        ("用水业务窗", "MZ-SSW", ""), ("用电业务窗", "MZ-GD", ""),
    )),
    Place("DHZ", "东湖区政务服务中心", _T.SERVICE_CENTRE, "DH-ZX", "东湖区澄波路 12 号", (
        ("综合受理一窗", "DH-ZX", "MZ-SCJG"), ("综合受理二窗", "DH-ZX", "MZ-MZ"), ("社保医保窗", "DH-ZX", "MZ-YB"),
        ("婚姻登记窗", "DH", "MZ-MZ"), ("建设审批窗", "DH-ZX", "MZ-ZJ"),
    )),
    Place("LJZ", "临江区政务服务中心", _T.SERVICE_CENTRE, "LJ-ZX", "临江区新潮路 3 号", (
        ("综合受理一窗", "LJ-ZX", "MZ-SCJG"), ("综合受理二窗", "LJ-ZX", "MZ-RS"), ("公安综合窗", "MZ-GA-HZ", "MZ-GA"),
        ("不动产受理窗", "LJ-ZX", "MZ-ZRZY-BDC"),
    )),
    Place("BCZ", "北城区政务服务中心", _T.SERVICE_CENTRE, "BC-ZX", "北城区拱辰路 200 号", (
        ("综合受理一窗", "BC-ZX", "MZ-SCJG"), ("民生事务窗", "BC-ZX", "MZ-RS"), ("城管便民窗", "BC", "MZ-CG"),
    )),
    Place("NLZ", "南岭县政务服务中心", _T.SERVICE_CENTRE, "NL-ZX", "南岭县学府街 1 号", (
        ("综合受理窗", "NL-ZX", "MZ-SCJG"), ("涉农服务窗", "NL", "MZ-ZRZY"), ("社保医保窗", "NL-ZX", "MZ-YB"),
    )),
    Place("HBP", "湖滨派出所", _T.POLICE_STATION, "MZ-GA-HZ", "东湖区湖滨路 45 号", (
        ("户籍窗", "MZ-GA-HZ", ""), ("流动人口登记窗", "MZ-GA-HZ", "MZ-GA"), ("犬证窗", "MZ-GA", ""),
    )),
    Place("HBJ", "湖滨街道便民服务中心", _T.CONVENIENCE_CENTRE, "DH-HB", "东湖区湖滨路 18 号", (
        ("便民综合窗", "DH-HB", "MZ-MZ"), ("退休服务窗", "DH-HB", "MZ-RS-SB"), ("残疾人服务窗", "DH-HB", "MZ-MZ"),
    )),
    Place("YXZ", "云溪镇便民服务中心", _T.CONVENIENCE_CENTRE, "NL-YX", "南岭县云溪镇兴云街 9 号", (
        ("便民综合窗", "NL-YX", "MZ-MZ"), ("上塘村代办点", "NL-YX-ST", "MZ-MZ"),
    )),
)  # fmt: skip
