"""The letters of the languages that old character sets were made for, most frequent first.

The order is all that is kept of a language: `reader.parsing.guess` turns a
letter's rank into its likelihood. Case is folded; a letter that a language
does not have stands in no row of it, and is a surprise there.
"""

from __future__ import annotations

LATIN = {
    "english": "etaoinsrhldcumfpgwybvkxjqz",
    "german": "enisratdhulcgmobwfkzüväpßjöyxq",
    "french": "esaintrulodcmpévqfbghjàxèyêzçôûùâîœïkwëüæÿ",
    "spanish": "eaosrnidlctumpbgvyqóíhfázjéñxúüwk",
    "catalan": "easlrinotducmpvgbfqàóhéíxèjçúòïzüykw",
    "portuguese": "aeosridmntcuvlpgqbfãhçázéjxíóêõâúôàkwyü",
    "italian": "eiaonlrtscdupmvghfbqzàèòùéìjkwxy",
    "dutch": "enatirodslghvkmubpwjczféëxyïöüqáóè",
    "swedish": "eantrslidomgkväfhupåöbcyjxéwzqüà",
    "danish": "enrtadsigolkmvfupbåøhyæjcéwxzqüö",
    "norwegian": "enrtasilodkgmvfupbhøyjåæcwzxqéòôè",
    "finnish": "aintesloukämrvjhypdögbfcåwzxqšž",
    "icelandic": "anriestuðglmkfhváþíódjbyæöpéúýxcz",
    "albanian": "etiarnshjkulomëpdgbyzqfvçxcw",
    "polish": "iaeoznrswcytkdpmłujlbgężąhśóćfńźvxq",
    "czech": "oeantislvdkrupímzyáhěcbéřžčjšýůfgúňóxťďwq",
    "slovak": "aoeinsrtvlkdpmcuázjbhyíčúžéýšľťfňgďôóäxĺŕwqě",
    "hungarian": "eatlnskorizáméygdbvhjfupöócüőíúűxwq",
    "romanian": "eiarntulcosdpmăfvîgbşâhzţjxkwyq",
    "croatian": "aioenrjstuklvdmpgzbčcšžhćđfxyqw",
    "slovene": "aeionrlstjvkdpmuzbgčhšcžfxyqwć",
    "turkish": "aeinrlıdkmuyotsbüşzgçhvğcöpfjâîwxq",
    "estonian": "aeitslukndmorvgjhäpõübföšžcyzxwq",
    "latvian": "aiesturnoāmkpldvzīēgjbcļšņūķžģčfhxyqw",
    "lithuanian": "iasoeturnkmlpvdjgėbyųšžcąįčęūzfhxwq",
    "vietnamese": "nhticgaou\u0301\u0300\u0323đmrlvbyêôesdâ\u0309pơqưă\u0303kxáàéèóúíùwfjz",
}
"""Languages written in Latin letters. Vietnamese tones are combining marks in its old sets."""

OTHER = {
    "russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ",
    "ukrainian": "оанівиертсклмудпязьбгйчхжцюїєшщфґ",
    "belarusian": "аніеортслкыдпумязвьўгбйчцшжхюэёфщ",
    "bulgarian": "аиоентрсвлкдпмзугъябчцжщхйшюфьѝ",
    "serbian": "аоиенрсјткулвдмпгзбчцшхњжћљђџф",
    "macedonian": "аоиетнсрвдклпмузјгбчцшжхќѓџњљфѕ",
    "greek": "αοιετσνηυρπκμλςωίόγάέδήχθύφβώξζψϊΐϋΰ",
    "hebrew": "יוהלאמרתבשנםכדחעפקסטזגןצףךץ",
    "arabic": "الينمورتبةعدسفهكقأحجشطصخإذضىئزثءغآظؤ",
    "persian": "اينردهموتبسشكزفگقخلعجحپآچصطضذثغئظژءؤ",
    "thai": "านรกอเง่มยลว้ดทัสตะปบคหีิ์แจพูุชขใไึผโำื็ธถณภญซฐฤศษฝฟฮฆฏฬฉฎ๊ๆ๋ฌฒๅฯ",
}
"""Languages of the other single-byte sets; what they quote in Latin letters is taken for English."""

HIRAGANA = (
    "のにはをたがでとしるていかなれこっらさりまあくもよきせすだけめんろつどちわおやみうえばそびじ"
    "へごむずぎほぶげべゆひぐねふょゃゅぼざぞづぱぜぴぬぽぷぁぃぇぺぉぢぅ"
)
KATAKANA = (
    "ンースルトイラアクリドロシプレフマキコジカタィュッテグメサバチニナデオウパビムブダミツネエボズ"
    "ペハガモケポュャセベソゴワノヤョヒゲギェホヨユヘゼァヌォヴゾザピヅゥヂヲ"
)
KANJI = (
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相"
    "方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田"
    "当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受"
    "区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川"
    "向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨"
    "論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争"
    "談能無再位置企真流格有疑口過局少放税検藤町常校料"
)
HANZI_SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
    "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心"
    "她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间"
    "由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给"
    "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变"
    "四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社"
    "便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北"
    "边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔"
)
HANZI_TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年"
    "過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心"
    "她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間"
    "由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給"
    "世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變"
    "四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社"
    "便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北"
    "邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運筆台灣"
)
HANGUL = (
    "이다는에의가을를은고하지로서한기사도인리자나대어시아정수해있라과보일들부전그으여국만장스제원"
    "주구성상조경오무교방신미관연년우공거마위적소비면화동발진와요세선려안할계치문실되게히했것된생"
    "용금유회명산행내모물력분재간당개음노트식입중러말르체통업단결저현학양복법남프민등억열후날월불"
    "북근야김박최강드크바레건설터없운였호심타파량작반의키차터배포외외까린점초니않데네습록색본코테"
    "추목역종준출때직예접레디료른난받던같울달임래저며면백절질활향태버각검처집"
)
