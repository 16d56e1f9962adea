"""The parties that matter most, under ten spellings each, on the embedded list."""

import pytest
from benchmarks.screening.queries import make_strangers

from enduse.domain.screening import Marker, PartyKind

SPELLINGS = {
    "hikvision": "Hikvision | HIKVISION DIGITAL TECHNOLOGY | Hik Vision | Hikvison | 海康威视 |"
    " 杭州海康威视数字技术股份有限公司 | Hangzhou Hikvision Co Ltd | Хиквижн |"
    " Hangzhou Hik-Vision Digital Technology | Hikvision Digital Technology Limited",
    "dahua": "Dahua Technology | Zhejiang Dahua | Zhejiang Dahua Technology | Dahua Technologies Co |"
    " 大华技术股份有限公司 | 大华技术 | Zhejiang Dahua Tech Co., Ltd. | Dahua Tech |"
    " ZHEJIANG DAHUA TECHNOLOGY CO LTD | Zhejiang Da Hua Technology | Dahau Technology | 浙江大华技术股份有限公司",
    "sensetime": "SenseTime | Sense Time | SENSETIME GROUP | SenseTime Group Limited | 商汤科技 |"
    " Sensetime Technology | Sense-Time Group Ltd | SenseTime Group Inc. | Sensetime Group | 商汤 | Sensetimes",
    "megvii": "Megvii | Megvii Technology | MEGVII TECHNOLOGY LIMITED | 旷视科技 | Megvii Ltd |"
    " Megvii Technologies | Megvi Technology | 旷视 | Megvii Tech Co., Ltd. | Megvii Technology Ltd | Beijing Megvii",
    "nso": "NSO Group | NSO Group Technologies | N.S.O. Group | NSO Group Technologies Ltd |"
    " NSO GROUP TECHNOLOGIES LIMITED | אן אס או | NSO | NSO-Group | Nso group Ltd. | NSO Groupe",
    "candiru": 'Candiru | CANDIRU LTD | Candiru Limited | קנדירו | קנדירו בע"מ | Candirou | Candiru Ltd. |'
    " Кандиру | Kandiru | Candirru",
    "intellexa": "Intellexa | Intellexa S.A. | INTELLEXA SA | Intelexa | Intellexa Limited | Интеллекса |"
    " Intellexa Ltd | Intelleksa | אינטלקסה | Intellexa s a",
    "cytrox": "Cytrox | Cytrox Holdings | CYTROX AD | Cytrox Holdings Zrt | Cytrox EMEA | Cytrox AD |"
    " Cytrox Holding | Сайтрокс | Cytroxx | Cytrox Ltd | Cytroks",
    "positive": "Positive Technologies | POSITIVE TECHNOLOGIES AO | Positive Technology | AO Positive"
    " Technologies | Позитив Текнолоджиз | АО «Позитив Текнолоджиз» | Positive Technologies JSC |"
    " Positive Tech | Positve Technologies | OOO Positive Technologies",
    "xinjiang": "Xinjiang Public Security Bureau | XINJIANG PSB | Public Security Bureau of Xinjiang |"
    " 新疆公安局 | Xinjiang Public Security Burea | Sinkiang Public Security Bureau |"
    " Xinjiang Gong An Ju | 新疆维吾尔自治区公安局 | Xinjiang Uyghur Public Security Bureau |"
    " Xinjiang Uygur Autonomous Region Public Security Bureau",
}
WITHIN = {"nso": "nso", "positive": "positive technologies", "xinjiang": "public security bureau"}


@pytest.mark.parametrize("party", SPELLINGS)
def test_the_named_parties_are_found_under_ten_spellings(real_index, party):
    spellings = [text.strip() for text in SPELLINGS[party].split(" | ")]
    assert len(spellings) >= 10
    within = WITHIN.get(party, party)
    missed = []
    for spelling in spellings:
        matches = real_index.search(spelling, kind="organisation").matches
        if not any(within in n.text.lower() for m in matches for n in m.entry.names):
            missed.append(spelling)
    assert not missed


def test_the_xinjiang_bureau_carries_its_marker(real_index):
    matches = real_index.search("Xinjiang Public Security Bureau").matches
    markers = {marker for match in matches for marker in match.entry.markers}
    assert {Marker.XINJIANG, Marker.GLOMAG} <= markers


def test_a_vendor_known_from_research_alone_is_called_so(real_index):
    standings = {m.standing for m in real_index.search("Kape Technologies").matches}
    assert standings == {"named in research"}


def test_ordinary_people_of_ten_countries_raise_few_false_alarms(real_index):
    people = [q.text for q in make_strangers(6000) if q.kind is PartyKind.PERSON]
    rows = real_index.search_many(people, kind=PartyKind.PERSON)
    alarms = len({row.query for row in rows})
    assert alarms / len(people) < 0.005
