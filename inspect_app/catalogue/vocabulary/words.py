"""Words about halls, windows, service items and what was promised."""

from inspect_app.foundation.labels import Labelled


class SiteType(Labelled):
    """Kinds of service sites (seed inventory F23)."""

    SERVICE_CENTRE = "service_centre", "行政服务中心"
    BRANCH_CENTRE = "branch_centre", "分中心"
    POLICE_STATION = "police_station", "派出所"
    VEHICLE_OFFICE = "vehicle_office", "车管所"
    CONVENIENCE_CENTRE = "convenience_centre", "便民服务中心"
    BIDDING_CENTRE = "bidding_centre", "招投标中心"
    REAL_ESTATE_CENTRE = "real_estate_centre", "不动产中心"
    COMMUNITY = "community", "社区"


class HoursKind(Labelled):
    """When a window's telephone must be answered."""

    OFFICE = "office", "办公时间"
    ROUND_THE_CLOCK = "round_the_clock", "24小时"


class TripPromise(Labelled):
    """How many visits were promised when papers are complete."""

    ZERO = "0", "跑零次"
    ONE = "1", "最多跑一次"
    MORE = "more", "多次"


class Audience(Labelled):
    """Whom an item serves."""

    PERSON = "person", "个人"
    FIRM = "firm", "企业"
    BOTH = "both", "个人和企业"


class TimeUnit(Labelled):
    """In what a promised time is given."""

    MINUTES = "minutes", "分钟"
    WORKDAYS = "workdays", "工作日"


class CancelReason(Labelled):
    """How a proof came to be dropped (seed [4], D25)."""

    SELF_CHECK = "self_check", "部门自行调查核验"
    COMMITMENT = "commitment", "书面承诺"
    SHARED_DATA = "shared_data", "数据共享"
    NO_BASIS = "no_basis", "无依据取消"


class Feature(Labelled):
    """What else was promised of an item: each is a yes or no of its own."""

    ID_ONLY = "id_only", "仅凭身份证"
    ONLINE = "online", "网上办"
    MOBILE = "mobile", "手机办"
    NEARBY = "nearby", "就近办"
    CITY_WIDE = "city_wide", "全城通办"


class WindowFeature(Labelled):
    """What a window offers beside the counter (D18); whether it works is looked at on visits."""

    BOOKING = "booking", "网上预约"
    PRECHECK = "precheck", "网上预审"
    COURIER = "courier", "快递送达"
    EPAY = "epay", "电子支付"
