"""Old character sets are told apart by the text alone, also when there is little of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reader.parsing.charset import codec_of, decode

TEXTS = {
    "en": "The harbour master said on Tuesday that the ferry “will sail again”. Nobody on the island’s "
    "council had expected the repairs to end so soon – the spare part came from Norway, and it cost "
    "£40,000. “We’re delighted,” she added. The first boat leaves at six o’clock tomorrow morning, and "
    "children travel free until Sunday. The old café by the pier opens at five.",
    "de": "Die Fähre über die Förde fährt wieder. Für viele Schüler und Ärzte war der lange Weg über "
    "Land mühsam, und die Straße wäre im Frühjahr ohnehin gesperrt worden. „Wir sind glücklich“, "
    "sagte der Bürgermeister. Größere Schäden am Rumpf hätten die Prüfer nicht gefunden. Künftig "
    "müsse das Schiff jährlich in die Werft; ein Ersatz käme aus Dänemark.",
    "fr": "Le bac a repris la mer lundi après trois mois d’arrêt. Les élèves de l’île et leurs parents "
    "étaient très nombreux à l’embarcadère, où une fête avait été préparée. « Nous n’y croyions plus », "
    "a déclaré la maire. La pièce manquante, commandée en Norvège, a coûté plus cher que prévu. Dès "
    "février, la traversée sera gratuite pour les écoliers ; le café du port rouvrira bientôt.",
    "es": "El transbordador volverá a cruzar la bahía mañana, según anunció el capitán. Los niños de la "
    "isla perdieron más de treinta días de clase porque ningún autobús llegaba allí. ¿Quién pagará la "
    "reparación? El alcalde respondió que la compañía, no el pueblo. También habrá un pequeño museo en "
    "el muelle, donde se enseñará cómo navegaban los pescadores del siglo pasado.",
    "pt": "A balsa voltou a atravessar a baía na terça-feira, depois de três meses de manutenção. Não "
    "houve festa, mas as crianças da ilha já não precisam de acordar às cinco da manhã. A câmara "
    "promete que as passagens não vão subir até ao verão e que os pescadores terão lugares próprios "
    "para as suas bicicletas e redes.",
    "sv": "Färjan går igen över sundet sedan måndag morgon. Många på ön hade börjat tvivla på att den "
    "någonsin skulle bli lagad, men reservdelen kom från Norge förra veckan. Barnen får åka gratis ända "
    "till påsk, säger rederiet. Kaféet på bryggan öppnar också, och där säljs både bröd och rökt ål.",
    "pl": "Prom znów pływa przez cieśninę od poniedziałku. Mieszkańcy wyspy musieli przez trzy miesiące "
    "jeździć dookoła zatoki, a dzieci spóźniały się na lekcje. Część zamówiono w Norwegii, więc naprawa "
    "trwała dłużej, niż się spodziewano. Burmistrz obiecał, że bilety nie zdrożeją, i podziękował "
    "rybakom, którzy pomagali przewozić chorych.",
    "cs": "Přívoz přes záliv od pondělí znovu jezdí. Obyvatelé ostrova museli tři měsíce jezdit oklikou "
    "a děti chodily do školy pozdě. Náhradní díl přišel z Norska, proto oprava trvala déle, než se "
    "čekalo. Starosta slíbil, že jízdné nezdraží, a poděkoval rybářům, kteří vozili nemocné. První loď "
    "vyplouvá v šest hodin ráno.",
    "hu": "A komp hétfő óta újra közlekedik az öblön át. A sziget lakói három hónapig csak kerülővel "
    "jutottak el a városba, a gyerekek pedig elkéstek az iskolából. Az alkatrész Norvégiából érkezett, "
    "ezért tartott tovább a javítás. A polgármester megígérte, hogy a jegyek nem drágulnak, és köszönetet "
    "mondott a halászoknak, akik a betegeket vitték.",
    "tr": "Vapur pazartesi gününden beri yine körfezi geçiyor. Adada yaşayanlar üç ay boyunca şehre "
    "dolaşarak gitmek zorunda kaldı, çocuklar da okula geç kaldı. Yedek parça Norveç'ten geldiği için "
    "onarım beklenenden uzun sürdü. Belediye başkanı biletlerin pahalanmayacağına söz verdi ve hastaları "
    "taşıyan balıkçılara teşekkür etti.",
    "lt": "Keltas nuo pirmadienio vėl plaukia per įlanką. Salos gyventojai tris mėnesius važiavo "
    "aplinkkeliais, o vaikai vėluodavo į mokyklą. Atsarginė dalis atkeliavo iš Norvegijos, todėl remontas "
    "užtruko ilgiau, negu tikėtasi. Meras pažadėjo, kad bilietai nebrangs, ir padėkojo žvejams, kurie "
    "veždavo sergančius žmones.",
    "ru": "Паром снова ходит через пролив, сообщили в порту. Жители острова три месяца добирались до "
    "города в объезд, а дети опаздывали в школу. Нужную деталь заказали в Норвегии, поэтому ремонт "
    "затянулся. «Мы уже не надеялись», — сказала учительница. Мэр обещал, что билеты не подорожают, и "
    "поблагодарил рыбаков, которые возили больных. Ещё одно судно придёт весной.",
    "uk": "Пором знову ходить через затоку, повідомили в порту. Мешканці острова три місяці їздили до "
    "міста в об'їзд, а діти запізнювалися до школи. Потрібну деталь замовили в Норвегії, тому ремонт "
    "тривав довше, ніж очікували. Мер пообіцяв, що квитки не подорожчають, і подякував рибалкам, які "
    "перевозили хворих.",
    "bg": "Фериботът отново пътува през залива от понеделник. Жителите на острова три месеца стигаха до "
    "града по обиколен път, а децата закъсняваха за училище. Резервната част дойде от Норвегия и затова "
    "ремонтът продължи по-дълго от очакваното. Кметът обеща, че билетите няма да поскъпнат, и благодари "
    "на рибарите.",
    "el": "Το φέρι διασχίζει ξανά τον κόλπο από τη Δευτέρα. Οι κάτοικοι του νησιού πήγαιναν επί τρεις "
    "μήνες στην πόλη από τον παλιό δρόμο και τα παιδιά αργούσαν στο σχολείο. Το ανταλλακτικό ήρθε από τη "
    "Νορβηγία. Ο δήμαρχος υποσχέθηκε ότι τα εισιτήρια δεν θα ακριβύνουν και ευχαρίστησε τους ψαράδες.",
    "he": "המעבורת שטה שוב במפרץ מאז יום שני. תושבי האי נסעו במשך שלושה חודשים בדרך העוקפת, והילדים "
    "איחרו לבית הספר. החלק החסר הגיע מנורווגיה ולכן התיקון ארך יותר מן הצפוי. ראש העיר הבטיח שמחירי "
    "הכרטיסים לא יעלו והודה לדייגים שהסיעו את החולים.",
    "ar": "عادت العبارة إلى عبور الخليج منذ يوم الاثنين. كان سكان الجزيرة يسلكون الطريق الطويل إلى "
    "المدينة مدة ثلاثة أشهر، وكان الأطفال يتأخرون عن المدرسة. وصلت القطعة من النرويج ولذلك طال الإصلاح. "
    "وعد رئيس البلدية بأن أسعار التذاكر لن ترتفع وشكر الصيادين.",
    "th": "เรือข้ามฟากกลับมาวิ่งผ่านอ่าวอีกครั้งตั้งแต่วันจันทร์ ชาวเกาะต้องเดินทางอ้อมเข้าเมืองนานสามเดือน "
    "และเด็กนักเรียนไปโรงเรียนสาย อะไหล่ส่งมาจากนอร์เวย์ การซ่อมจึงใช้เวลานานกว่าที่คาด "
    "นายกเทศมนตรีสัญญาว่าค่าโดยสารจะไม่แพงขึ้นและขอบคุณชาวประมงที่ช่วยรับส่งคนป่วย",
    "ja": "渡し船は月曜日から海峡を渡ります。島の人たちは三か月のあいだ、遠い道を回って町へ通っていました。"
    "部品はノルウェーから届いたため、修理は思ったより長くかかりました。市長は「運賃は上げません」と約束し、"
    "病人を運んでくれた漁師たちに礼を述べました。最初の船は朝六時に出ます。",
    "zh-hans": "渡轮从星期一起重新在海峡航行。三个月来，岛上的居民只能绕远路进城，孩子们上学经常迟到。"
    "零件是从挪威运来的，所以修理的时间比预计的长。市长保证票价不会上涨，并且感谢那些运送病人的渔民。"
    "第一班船早上六点开出。",
    "zh-hant": "渡輪從星期一起重新在海峽航行。三個月來，島上的居民只能繞遠路進城，孩子們上學經常遲到。"
    "零件是從挪威運來的，所以修理的時間比預計的長。市長保證票價不會上漲，並且感謝那些運送病人的漁民。"
    "第一班船早上六點開出。",
    "ko": "월요일부터 나룻배가 다시 해협을 건넌다. 섬 주민들은 석 달 동안 먼 길을 돌아 시내로 다녔고 "
    "아이들은 학교에 늦곤 했다. 부품이 노르웨이에서 오느라 수리는 예상보다 오래 걸렸다. 시장은 요금을 "
    "올리지 않겠다고 약속하고 환자를 실어 나른 어부들에게 고마움을 전했다.",
}
SETS = {
    "en": "windows-1252 macintosh", "de": "windows-1252 iso-8859-15 macintosh cp850",
    "fr": "windows-1252 macintosh", "es": "windows-1252 macintosh cp850",
    "pt": "windows-1252 cp850", "sv": "windows-1252 macintosh cp850",
    "pl": "windows-1250 iso-8859-2 cp852", "cs": "windows-1250 iso-8859-2 cp852",
    "hu": "windows-1250 iso-8859-2", "tr": "windows-1254 iso-8859-9", "lt": "windows-1257",
    "ru": "windows-1251 koi8-r iso-8859-5 ibm866 x-mac-cyrillic ibm855",
    "uk": "windows-1251 koi8-u", "bg": "windows-1251 iso-8859-5 x-mac-cyrillic",
    "el": "windows-1253 iso-8859-7", "he": "windows-1255 iso-8859-8", "ar": "windows-1256 iso-8859-6",
    "th": "windows-874 tis-620", "ja": "shift_jis euc-jp iso-2022-jp", "zh-hans": "gbk gb18030",
    "zh-hant": "big5", "ko": "euc-kr",
}  # fmt: skip
UNSPACED = {"th", "ja", "zh-hans", "zh-hant"}


def python_codec(label: str) -> str:
    """Python's codec for a set that no label may declare on the web, too."""
    return codec_of(label) or label


def in_set(text: str, label: str) -> bytes:
    """The bytes of `text`, without the few characters the set does not have."""
    return text.encode(python_codec(label), "ignore")


def beginning(language: str, words: int) -> str:
    """The first words of an example; of an unspaced script, two characters for each."""
    text = TEXTS[language]
    return text[: words * 2] if language in UNSPACED else " ".join(text.split()[:words])


CASES = [(language, label) for language, labels in SETS.items() for label in labels.split()]


@pytest.mark.parametrize("words", [20, 100])
@pytest.mark.parametrize(("language", "label"), CASES)
def test_a_paragraph_is_read_in_the_set_it_was_written_in(
    language: str, label: str, words: int
) -> None:
    raw = in_set(beginning(language, words), label)
    assert decode(raw)[0] == raw.decode(python_codec(label))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Überschrift\n\nEin roter Satz.", "iso-8859-1"),
        ("Café fermé\n\nLe café est fermé jusqu’à lundi.", "windows-1252"),
        ("Новости дня\n\nПаром снова ходит через пролив, сообщили в порту.", "koi8-r"),
        ("渡し船が再開\n\n渡し船は月曜日から海峡を渡ります。", "shift_jis"),
        ("渡し船が再開\n\n渡し船は月曜日から海峡を渡ります。", "euc-jp"),
        ("渡し船が再開\n\n渡し船は月曜日から海峡を渡ります。", "iso-2022-jp"),
        ("é", "windows-1252"),
        ("naïve", "windows-1252"),
        ("Smörgåsbord", "windows-1252"),
        ("São Paulo", "windows-1252"),
        ("It’s 25°C, and the bill came to £5 – or 6 €", "windows-1252"),
        ("Привет", "windows-1251"),
        ("Привет", "koi8-r"),
        ("ПРИВЕТ, МИР", "windows-1251"),
        ("Καλημέρα κόσμε", "windows-1253"),
        ("日本語", "shift_jis"),
        ("日本語です", "euc-jp"),
        ("中国人民", "gbk"),
        ("保證票價", "big5"),
        ("從挪威運來的", "gbk"),
        ("한국어 기사", "euc-kr"),
        ("Gdańsk: żółte światło", "iso-8859-2"),
    ],
)
def test_a_few_words_are_enough(text: str, label: str) -> None:
    assert decode(in_set(text, label))[0] == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("plain words", "utf-8"), ("a £5 note", "windows-1252"), ("日本語です", "shift_jis"),
        ("Паром снова ходит через пролив", "koi8-r"),
    ],
)  # fmt: skip
def test_the_set_has_the_name_that_people_know(text: str, name: str) -> None:
    raw = text.encode("ascii" if name == "utf-8" else name)
    assert decode(raw)[1] == name


def test_an_english_article_that_quotes_another_script_is_read_whole() -> None:
    text = beginning("en", 20).replace("“", '"').replace("”", '"') + " He said: Паром снова ходит."
    assert decode(text.encode("windows-1251"))[0] == text


def test_markup_around_a_sentence_does_not_speak_for_a_language() -> None:
    line = '<p class="the-story-and-its-readers"><a href="/the/road/to/the/sea">{}</a></p>\n'
    page = "".join(line.format(part) for part in TEXTS["cs"].split(". ")[:3])
    assert decode(page.encode("iso-8859-2"))[0] == page


def test_a_false_declaration_that_cannot_read_the_bytes_is_not_believed() -> None:
    page = f'<meta charset="euc-jp"><p>{TEXTS["ru"]}</p>'
    assert decode(page.encode("windows-1251", "ignore"))[0] == page


def test_a_declaration_stands_when_one_byte_is_damaged() -> None:
    page = f'<meta charset="euc-jp"><p>{TEXTS["ja"]}</p>'.encode("euc-jp")
    assert decode(page + b"\xff")[1] == "euc-jp"


def test_utf_8_with_a_damaged_end_stays_utf_8() -> None:
    assert decode("Übergrößenträger é".encode()[:-1]) == ("Übergrößenträger \ufffd", "utf-8")


@pytest.mark.parametrize(
    "raw",
    [
        b"word " * 4_000_000 + b"caf\xe9",
        b"\xe9" * 8_000_000,
        b"<\xe9" * 8_000_000,
        b"\xe9 word\n" * 2_000_000,
        "渡し船は月曜日から".encode("shift_jis") * 500_000,
    ],
    ids=["one long line", "one letter", "brackets", "lines", "no break"],
)
def test_the_work_does_not_grow_with_the_document(raw: bytes) -> None:
    start = time.process_time()
    decode(raw)
    assert time.process_time() - start < 5


def test_feeds_are_read_in_the_set_their_folder_names(corpus: Path) -> None:
    """With what they declare ignored, at least 98 of a hundred; with it, all."""
    right = {True: 0, False: 0}
    files = sorted((corpus / "feeds" / "encodings").glob("*/*.xml"))
    for path in files:
        label = "-".join(path.parent.name.split("-")[: 3 if "iso" in path.parent.name else 2])
        wanted = path.read_bytes().decode(python_codec(label.lower()), "replace")
        for declared in right:
            text, _ = decode(path.read_bytes(), declared=declared)
            right[declared] += text.lstrip("\ufeff") == wanted.lstrip("\ufeff")
    assert len(files) >= 140
    assert right[True] == len(files)
    assert right[False] * 100 >= 98 * len(files)
