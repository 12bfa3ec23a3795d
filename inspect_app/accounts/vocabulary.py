"""Words about units and people."""

from inspect_app.foundation.labels import Labelled


class UnitLevel(Labelled):
    """The four levels of the tree (seeds [2] and [4])."""

    CITY = "city", "市级"
    DISTRICT = "district", "区县（市）"
    STREET = "street", "街道（乡镇）"
    COMMUNITY = "community", "社区（村）"


class UnitKind(Labelled):
    """What a unit is; bureaus and districts are listed and ranked apart."""

    REFORM_OFFICE = "reform_office", "跑改办"
    BUREAU = "bureau", "部门"
    RESIDENT = "resident", "派驻单位"
    STATE_FIRM = "state_firm", "国有企事业单位"
    DISTRICT = "district", "区县（市）"
    TOWN = "town", "街道（乡镇）"
    VILLAGE = "village", "社区（村）"
    SECTION = "section", "处室（窗口）"


class ParticipantTag(Labelled):
    """Whom an observer stands for."""

    DELEGATE = "delegate", "两代表一委员"
    FIRM = "firm", "企业"
    CITIZEN = "citizen", "党员群众"
    MEDIA = "media", "媒体"


class CodePurpose(Labelled):
    """What a one-time code opens."""

    FIRST_SIGN_IN = "first_sign_in", "首次登录"
    RESET = "reset", "重设密码"


class EndReason(Labelled):
    """Why a session ended."""

    SIGNED_OUT = "signed_out", "本人退出"
    EVERYWHERE = "everywhere", "全部退出"
    IDLE = "idle", "久未操作"
    TOO_OLD = "too_old", "超过时限"
    DISABLED = "disabled", "账号停用"
