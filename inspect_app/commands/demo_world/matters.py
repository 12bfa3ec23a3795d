"""150 matters with what was promised for each; every number and batch is invented.

A line reads: name, audience (p person, f firm, b both), trips (0, 1, m), features (i ID only, o online,
m mobile, c city-wide), promised time (30m minutes, 5d working days, - none), papers by letter.
"""

PAPERS = {
    "A": "居民身份证", "B": "户口簿", "C": "申请表", "D": "营业执照副本",
    "E": "法定代表人身份证明", "F": "授权委托书", "G": "近期证件照", "H": "不动产权证书",
    "J": "合同原件", "K": "场地使用证明", "L": "平面布置图", "M": "结婚证",
    "N": "学历证书", "O": "银行卡复印件", "P": "机动车登记证书", "Q": "行驶证",
    "R": "健康证明", "S": "发票原件", "T": "出生医学证明", "U": "专业技术资格证书",
}  # fmt: skip

MATTERS: dict[str, tuple[str, ...]] = {
    "MZ-GA": (
        "养犬许可|p|1|o|2d|ACG", "犬只免疫信息变更|p|0|om|30m|A", "旅馆业特种行业许可|f|1|o|7d|CDEKL",
        "公章刻制备案|f|1|oc|60m|DEF", "保安员证核发|p|1|o|5d|ACG",
        "大型群众性活动安全许可|f|m||7d|CDL", "无犯罪记录查询|p|0|iomc|30m|A",
    ),
    "MZ-GA-HZ": (
        "居民身份证补领|p|1|ic|30m|A", "户口迁入（投靠子女）|p|1|c|30m|ABC", "户口迁出|p|1|i|20m|AB",
        "新生儿出生登记|p|1|mc|30m|ABT", "姓名变更|p|1||10d|ABC", "毕业生落户|p|1|oc|30m|ANC",
        "流动人口居住登记|p|0|omc|10m|A", "居住证申领|p|1|om|5d|AGJ", "临时身份证办理|p|1|i|60m|A",
        "户籍证明开具|p|0|iom|10m|A",
    ),
    "MZ-GA-CRJ": (
        "普通护照首次申请|p|1|oc|7d|AG", "港澳通行证再次签注|p|0|iomc|10m|A", "台湾通行证签注|p|1|oc|5d|A",
        "护照换发|p|1|oc|7d|AG",
    ),
    "MZ-GA-JJ": (
        "交通违法处理（非现场）|p|0|iom|10m|A", "交通事故认定书领取|p|1||20m|A", "机动车通行证办理|b|0|om|1d|Q",
        "电动自行车登记|p|1|c|30m|AS",
    ),
    "MZ-GA-CGS": (
        "驾驶证补办|p|0|iom|30m|A", "驾驶证到期换证|p|1|iomc|30m|AG", "驾驶证变更信息|p|0|iom|10m|A",
        "机动车注册登记|b|1||120m|ASP", "机动车转移登记|b|1|c|120m|APQ", "机动车年检标志补领|b|0|om|10m|Q",
        "机动车抵押登记|b|1|o|60m|APJ", "临时号牌核发|b|0|om|20m|AS",
    ),
    "MZ-RS": (
        "人才引进落户核准|p|1|o|3d|ANJ", "职称证书补发|p|0|om|30m|A", "劳务派遣经营许可|f|1|o|10d|CDEK",
        "人力资源服务许可|f|1|o|10d|CDEK", "高校毕业生就业补贴|p|0|om|5d|ANO", "创业担保贷款资格审核|b|1|o|5d|ACO",
        "流动人员档案转递|p|0|om|1d|A", "失业登记|p|0|iom|10m|A", "技能提升补贴申领|p|0|om|5d|AU",
    ),
    "MZ-RS-SB": (
        "城乡居民养老保险参保登记|p|0|iomc|10m|A", "灵活就业人员参保|p|0|iom|20m|A", "退休审核|p|1||10d|ABC",
        "养老保险关系转移|p|0|iom|15d|A", "养老待遇资格认证|p|0|im|5m|A", "社会保障卡补换|p|1|ic|30m|A",
        "失业保险金申领|p|0|iom|1d|A", "工伤医疗费报销|b|1||15d|ASC", "单位参保登记|f|0|o|1d|D",
        "社保缴费证明打印|b|0|iomc|5m|A",
    ),
    "MZ-ZRZY": (
        "建设用地规划许可|f|m|o|10d|CDL", "建设工程规划许可|f|m|o|15d|CDL", "设施农用地备案|b|1||5d|CKL",
        "地质资料查询|b|1|o|1d|CD", "林木采伐许可|b|1|o|5d|ACK",
    ),
    "MZ-ZRZY-BDC": (
        "存量房转移登记|b|1|o|60m|AHJ", "新建商品房转移登记|p|1|o|60m|AJS", "抵押权首次登记|b|1|o|60m|AHJ",
        "抵押权注销登记|b|0|om|10m|A", "继承转移登记|p|1||5d|ABH", "不动产登记信息查询|b|0|iom|5m|A",
        "不动产权证书补发|b|1||20d|AC", "预告登记|p|1|o|30m|AJ",
    ),
    "MZ-ZJ": (
        "建筑工程施工许可|f|1|o|3d|CDJ", "商品房预售许可|f|1|o|5d|CDL", "建筑业企业资质证书变更|f|0|o|3d|CDE",
        "房屋交易合同备案|b|1|o|30m|AJ", "公租房租金补贴申请|p|1|o|15d|ABC", "危房改造补助申请|p|1||15d|ABC",
        "招投标项目进场登记|f|0|o|1d|CD", "投标主体信息登记|f|0|o|1d|DE", "燃气经营许可|f|m||10d|CDEK",
        "建设工程竣工验收备案|f|1|o|5d|CD",
    ),
    "MZ-ZJ-GJJ": (
        "租房提取公积金|p|0|iom|10m|A", "购房提取公积金|p|1|om|30m|AJ", "离职提取公积金|p|0|iom|10m|A",
        "公积金贷款申请|p|1|o|10d|AMJ", "提前还贷|p|0|iom|30m|A", "单位缴存登记|f|0|o|1d|D",
    ),
    "MZ-JT": (
        "道路货物运输经营许可|b|1|o|5d|CDQ", "网约车驾驶员证核发|p|1|om|5d|AG", "从业资格证换发|p|0|om|1d|AG",
        "超限运输通行许可|b|0|o|1d|Q", "道路旅客运输站经营许可|f|m||10d|CDK",
    ),
    "MZ-JY": (
        "教师资格认定|p|1|o|20d|ANR", "中小学转学登记|p|1|om|3d|AB", "民办培训机构设立|f|m||20d|CDEKL",
        "学历证明补办|p|1||5d|AC", "义务教育入学报名|p|0|om|10m|ABH",
    ),
    "MZ-WL": (
        "营业性演出许可|f|1|o|5d|CDJ", "互联网上网服务营业场所许可|f|m|o|10d|CDKL", "导游证核发|p|0|om|5d|AU",
        "旅行社设立许可|f|1|o|10d|CDEK", "娱乐场所经营许可|f|m||10d|CDKL",
    ),
    "MZ-WJ": (
        "公共场所卫生许可|b|1|o|5d|CDKL", "医师执业注册|p|0|o|5d|AU", "护士执业注册|p|0|o|5d|AU",
        "医疗机构校验|f|1||10d|CDE", "生育登记|p|0|iom|10m|A", "独生子女父母光荣证补领|p|1||5d|AB",
        "饮用水供水单位卫生许可|f|1||10d|CDK", "从业人员健康检查预约|p|0|m|5m|A",
    ),
    "MZ-SCJG": (
        "公司设立登记|f|1|o|1d|CDEK", "个体工商户开业登记|p|1|om|30m|AK", "营业执照遗失补领|b|1|o|30m|A",
        "企业注销登记|f|1|o|1d|CD", "食品经营许可|b|1|o|5d|CDL", "小餐饮登记|p|1|om|2d|AKR",
        "特种设备使用登记|f|1|o|5d|CDS", "药品经营许可|f|m||15d|CDKL", "股权出质登记|f|1|o|60m|CDJ",
        "企业名称自主申报|f|0|om|10m|A",
    ),
    "MZ-CG": (
        "户外广告设置许可|b|1|o|5d|CDL", "占用挖掘城市道路许可|b|1|o|5d|CDL", "建筑垃圾处置核准|f|1|o|3d|CDJ",
        "城市绿地临时占用许可|b|1|o|5d|CDL", "门店招牌设置备案|b|0|om|1d|D", "停车泊位月卡办理|p|0|om|10m|Q",
    ),
    "MZ-YB": (
        "异地就医备案|p|0|iom|10m|A", "零星医疗费报销|p|1|o|15d|ASO", "生育津贴申领|p|0|om|10d|AT",
        "慢性病门诊资格认定|p|1||10d|ACR", "职工医保参保登记|f|0|o|1d|D", "医保关系转移|p|0|iom|10d|A",
        "城乡居民医保参保|p|0|iomc|10m|A",
    ),
    "MZ-SW": (
        "发票领用|f|0|om|10m|D", "发票代开|b|0|om|20m|AJ", "契税申报|b|1|o|30m|AJ",
        "企业税务登记信息确认|f|0|om|10m|D",
        "个人完税证明开具|p|0|iom|5m|A", "退税申请|b|0|o|5d|AO", "注销税务登记|f|1|o|5d|D",
    ),
    "MZ-MZ": (
        "结婚登记|p|1|o|30m|ABG", "离婚登记|p|m|o|30m|ABM", "最低生活保障申请|p|1||20d|ABC",
        "高龄津贴申领|p|0|im|5d|A",
        "残疾人两项补贴申请|p|0|om|10d|A", "社会团体成立登记|f|m||15d|CEK", "养老机构备案|f|1|o|3d|CDK",
    ),
    "MZ-SF": (
        "法律援助申请|p|1|om|3d|AC", "公证预约|p|0|om|10m|A", "律师执业证换发|p|0|o|5d|AG",
    ),
    "MZ-SSW": ("用水报装|b|0|om|3d|AH", "用水过户|b|0|om|30m|AH", "水费票据补打|b|0|iom|5m|A"),
    "MZ-GD": ("低压用电报装|b|0|om|3d|AH", "用电过户|b|0|om|30m|AH"),
    "MZ-XZZX": ("代办员上门服务预约|b|0|om|5m|A",),
}  # fmt: skip

# Matters that belong together as one thing: name of the bundle → matters.
BUNDLES = {
    "开办餐饮店": ("食品经营许可", "个体工商户开业登记", "门店招牌设置备案"),
    "新生儿出生": ("新生儿出生登记", "生育登记", "城乡居民医保参保", "生育津贴申领"),
    "二手房交易": ("存量房转移登记", "契税申报", "用水过户", "用电过户"),
    "企业开办": ("公司设立登记", "公章刻制备案", "发票领用", "单位参保登记", "单位缴存登记"),
    "退休": ("退休审核", "社会保障卡补换", "离职提取公积金"),
}

# (name, unit, reason): proofs that were announced as no longer asked for.
PROOFS: tuple[tuple[str, str, str], ...] = (
    ("无房证明", "MZ-ZJ", "shared_data"), ("婚姻状况证明", "MZ-MZ", "commitment"),
    ("亲属关系证明", "MZ-GA-HZ", "self_check"), ("居住证明", "MZ-GA-HZ", "shared_data"),
    ("收入证明", "MZ-MZ", "self_check"), ("未再婚证明", "MZ-RS-SB", "commitment"),
    ("生存证明", "MZ-RS-SB", "shared_data"), ("遗失登报声明", "MZ-GA-CGS", "no_basis"),
    ("社区盖章证明", "MZ-XZZX", "no_basis"), ("场地无纠纷证明", "MZ-SCJG", "commitment"),
    ("学籍证明", "MZ-JY", "shared_data"), ("纳税证明", "MZ-SW", "shared_data"),
    ("未就业证明", "MZ-RS", "shared_data"), ("身份证复印件", "MZ-XZZX", "shared_data"),
    ("营业执照复印件", "MZ-SCJG", "shared_data"), ("房屋用途证明", "MZ-ZRZY", "self_check"),
    ("残疾等级证明", "MZ-MZ", "shared_data"), ("参保缴费证明", "MZ-RS-SB", "shared_data"),
    ("车辆保险凭证", "MZ-GA-CGS", "shared_data"), ("健康状况声明公证", "MZ-WJ", "no_basis"),
)  # fmt: skip
BATCHES = (
    ("第一批“最多跑一次”事项（演示）", "2025-03-01"),
    ("第二批“最多跑一次”事项（演示）", "2025-09-01"),
    ("第三批“最多跑一次”事项（演示）", "2026-04-01"),
)
