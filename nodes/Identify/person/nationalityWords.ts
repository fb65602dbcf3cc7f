/**
 * What people of a country are called, in German, English, Polish, Czech and Slovak: adjectives
 * without their ending, and nouns where they differ. A word may stand for more than one country.
 */
export const NATIONALITY_WORDS = `
AD andorranisch andorran andorsk
AE emiratisch emirati emirack emirátsk
AF afghanisch afghan afgańsk afghánsk afgansk
AG antiguanisch antiguan antiguańsk
AL albanisch albanian albańsk albánsk
AM armenisch armenian ormiańsk armeńsk arménsk
AO angolanisch angolan angolsk
AR argentinisch argentinier argentinian argentine argentyńsk argentinsk
AT österreichisch österreicher austrian austriack rakousk rakúsk
AU australisch australier australian australijsk austrálsk
AZ aserbaidschanisch azerbaijani azerbejdżańsk azersk ázerbájdžánsk
BA bosnisch bosnier bosnian bośniack bosensk bosniansk
BB barbadisch barbadian barbadosk
BD bangladeschisch bangladeshi banglijsk bangladesk bangladéšsk
BE belgisch belgier belgian belgijsk belgick
BF burkinisch burkinabe burkińsk burkinsk
BG bulgarisch bulgare bulgarian bułgarsk bulharsk
BH bahrainisch bahraini bahrajńsk bahrajnsk
BI burundisch burundian burundyjsk burundsk
BJ beninisch beninese benińsk beninsk
BN bruneiisch bruneian brunejsk
BO bolivianisch bolivian boliwijsk bolivijsk
BR brasilianisch brasilianer brazilian brazylijsk brazilsk
BS bahamaisch bahamian bahamsk
BT bhutanisch bhutanese bhutańsk bhútánsk
BW botsuanisch botswana botswańsk botswansk
BY belarussisch weißrussisch belarusisch belarusian białorusk bělorusk bielorusk
BZ belizisch belizean belizeńsk belizsk
CA kanadisch kanadier canadian kanadyjsk kanadsk
CD kongolesisch congolese kongijsk konžsk
CF zentralafrikanisch centralafrican środkowoafrykańsk středoafrick stredoafrick
CG kongolesisch congolese kongijsk konžsk
CH schweizerisch schweizer swiss szwajcarsk švýcarsk švajčiarsk
CI ivorisch ivorian iworyjsk
CL chilenisch chilene chilean chilijsk chilsk čílsk
CM kamerunisch cameroonian kameruńsk kamerunsk
CN chinesisch chinese chińsk čínsk
CO kolumbianisch kolumbianer colombian kolumbijsk
CR costaricanisch costarican kostarykańsk kostarick
CU kubanisch kubaner cuban kubańsk kubánsk
CV kapverdisch capeverdean kapverdsk
CY zyprisch zypriotisch cypriot cypryjsk kypersk cypersk
CZ tschechisch tscheche czech czesk česk čech
DE deutsch german niemieck niemiec niemka německ němec
DJ dschibutisch djiboutian dżibutyjsk džibutsk
DK dänisch däne danish dane duńsk dánsk
DM dominicanisch dominican dominick
DO dominikanisch dominican dominikańsk dominikánsk
DZ algerisch algerier algerian algiersk alžírsk
EC ecuadorianisch ecuadorian ekwadorsk ekvádorsk
EE estnisch este estonian estońsk estonsk
EG ägyptisch ägypter egyptian egipsk egyptsk
ER eritreisch eritrean erytrejsk eritrejsk
ES spanisch spanier spanish spaniard hiszpańsk španělsk španielsk
ET äthiopisch ethiopian etiopsk
FI finnisch finne finnish finn fińsk finsk
FJ fidschianisch fijian fidżyjsk fidžijsk
FM mikronesisch micronesian mikronezyjsk mikronésk mikronézsk
FR französisch franzose französin french francusk francouzsk francúzsk
GA gabunisch gabonese gabońsk gabonsk
GB britisch brite british briton brytyjsk britsk englisch engländer english angielsk anglick
GB schottisch scottish szkock skotsk škótsk walisisch welsh nordirisch northernirish
GD grenadisch grenadian grenadyjsk grenadsk
GE georgisch georgier georgian gruzińsk gruzínsk
GH ghanaisch ghanaian ghańsk ghansk
GM gambisch gambian gambijsk
GN guineisch guinean gwinejsk guinejsk
GQ äquatorialguineisch equatorialguinean equatoguinean
GR griechisch grieche greek greck řeck gréck
GT guatemaltekisch guatemalan gwatemalsk guatemalsk
GW guineabissauisch bissauguinean
GY guyanisch guyanese gujańsk guyansk
HN honduranisch honduran hondurask
HR kroatisch kroate croatian croat chorwack chorvatsk chorvátsk
HT haitianisch haitian haitańsk haitsk
HU ungarisch ungar hungarian węgiersk maďarsk
ID indonesisch indonesier indonesian indonezyjsk indonésk indonézsk
IE irisch ire irish irlandzk irsk
IL israelisch israeli izraelsk
IN indisch inder indian indyjsk indick
IQ irakisch iraker iraqi irack iráck
IR iranisch iraner iranian irańsk íránsk
IS isländisch isländer icelandic islandzk islandsk
IT italienisch italiener italian włosk italsk taliansk
JM jamaikanisch jamaican jamajsk jamajck
JO jordanisch jordanier jordanian jordańsk jordánsk
JP japanisch japaner japanese japońsk japonsk
KE kenianisch kenyan kenijsk keňsk
KG kirgisisch kyrgyz kirgisk kyrgyzsk kirgizsk
KH kambodschanisch cambodian kambodżańsk kambodžsk
KM komorisch comorian komoryjsk komorsk
KP nordkoreanisch northkorean północnokoreańsk severokorejsk koreanisch korean koreańsk korejsk
KR südkoreanisch southkorean południowokoreańsk jihokorejsk juhokórejsk koreanisch korean
KR koreańsk korejsk
KW kuwaitisch kuwaiti kuwejck kuvajtsk
KZ kasachisch kazakh kazachsk kazašsk
LA laotisch laotian laotańsk laosk
LB libanesisch libanese lebanese libańsk libanonsk
LI liechtensteinisch liechtensteiner lichtensteinsk lichtenštejnsk lichtenštajnsk
LK srilankisch srilankan lankijsk srílansk
LR liberianisch liberian liberyjsk libérijsk
LT litauisch litauer lithuanian litewsk litevsk litovsk
LU luxemburgisch luxemburger luxembourgish luksembursk lucembursk luxembursk
LV lettisch lette latvian łotewsk lotyšsk
LY libysch libyan libijsk libyjsk
MA marokkanisch marokkaner moroccan marokańsk marock
MC monegassisch monegasque monakijsk monack
MD moldauisch moldawisch moldovan mołdawsk moldavsk
ME montenegrinisch montenegriner montenegrin czarnogórsk černohorsk čiernohorsk
MG madagassisch malagasy malgask madagaskarsk
MK nordmazedonisch mazedonisch macedonian macedońsk makedonsk macedónsk
ML malisch malian malijsk
MM myanmarisch burmesisch burmese birmańsk barmsk mjanmarsk
MN mongolisch mongole mongolian mongolsk
MR mauretanisch mauritanian mauretańsk mauritánsk
MT maltesisch malteser maltese maltańsk maltsk
MU mauritisch mauritian maurytyjsk mauricijsk
MV maledivisch maldivian malediwsk maledivsk
MW malawisch malawian malawijsk
MX mexikanisch mexikaner mexican meksykańsk mexick
MY malaysisch malaysian malezyjsk malajsijsk malajzijsk
MZ mosambikanisch mozambican mozambick
NA namibisch namibian namibijsk
NE nigrisch nigerien nigersk
NG nigerianisch nigerian nigeryjsk nigerijsk
NI nicaraguanisch nicaraguan nikaraguańsk nikaragujsk
NL niederländisch niederländer dutch holländisch holländer holendersk niderlandzk nizozemsk holandsk
NO norwegisch norweger norwegian norwesk norsk nórsk
NP nepalesisch nepali nepalese nepalsk nepálsk
NZ neuseeländisch neuseeländer newzealander newzealand nowozelandzk novozélandsk
OM omanisch omani omańsk ománsk
PA panamaisch panamanian panamsk
PE peruanisch peruaner peruvian peruwiańsk peruánsk
PG papuaneuguineisch papuanewguinean
PH philippinisch filipino filipina filipińsk filipínsk
PK pakistanisch pakistaner pakistani pakistańsk pákistánsk
PL polnisch pole polin polish polsk poľsk polak polka
PS palästinensisch palästinenser palestinian palestyńsk palestinsk palestínsk
PT portugiesisch portugiese portuguese portugalsk
PY paraguayisch paraguayan paragwajsk paraguaysk paraguajsk
QA katarisch qatari katarsk
RO rumänisch rumäne romanian rumuńsk rumunsk
RS serbisch serbe serbian serb serbsk srbsk
RU russisch russe russian rosyjsk rusk
RW ruandisch rwandan rwandyjsk rwandsk
SA saudiarabisch saudisch saudi saudiarabian saudyjsk saúdsk saúdskoarabsk
SC seychellisch seychellois seszelsk seychelsk
SD sudanesisch sudanese sudańsk súdánsk
SE schwedisch schwede swedish swede szwedzk švédsk
SG singapurisch singaporean singapursk
SI slowenisch slowene slovenian slovene słoweńsk slovinsk
SK slowakisch slowake slovak słowack slovensk slovák
SL sierraleonisch sierraleonean sierraleońsk
SM sanmarinesisch sanmarinese sammarinese sanmaryńsk sanmarínsk
SN senegalesisch senegalese senegalsk
SO somalisch somalier somali somalijsk somálsk
SR surinamisch surinamese surinamsk
SS südsudanesisch southsudanese południowosudańsk jihosúdánsk juhosudánsk
ST sãotoméisch santomean
SV salvadorianisch salvadoran salwadorsk salvadorsk
SY syrisch syrer syrian syryjsk syrsk sýrsk
SZ swasiländisch swazi eswatini
TD tschadisch chadian czadyjsk čadsk
TG togoisch togolesisch togolese togijsk togsk
TH thailändisch thailänder thai tajsk thajsk
TJ tadschikisch tajik tadżyck tádžick tadžick
TL timoresisch timorese timorsk
TM turkmenisch turkmen turkmeńsk turkmensk
TN tunesisch tunesier tunisian tunezyjsk tunisk
TO tongaisch tongan tongijsk
TR türkisch türke turkish turk tureck
TT trinidadisch trinidadian trynidadzk trinidadsk
TW taiwanisch taiwanesisch taiwanese tajwańsk tchajwansk taiwansk
TZ tansanisch tanzanian tanzańsk tanzansk
UA ukrainisch ukrainer ukrainian ukraińsk ukrajinsk
UG ugandisch ugandan ugandyjsk ugandsk
US amerikanisch usamerikanisch amerikaner american usamerican amerykańsk americk
UY uruguayisch uruguayan urugwajsk uruguaysk uruguajsk
UZ usbekisch uzbek uzbeck
VA vatikanisch watykańsk vatikánsk
VE venezolanisch venezolaner venezuelan wenezuelsk venezuelsk
VN vietnamesisch vietnamese wietnamsk vietnamsk
VU vanuatuisch vanuatuan
WS samoanisch samoan samoańsk samojsk
XK kosovarisch kosovare kosovan kosovar kosowsk kosovsk
YE jemenitisch yemeni jemeńsk jemensk
ZA südafrikanisch südafrikaner southafrican południowoafrykańsk jihoafrick juhoafrick
ZM sambisch zambian zambijsk
ZW simbabwisch zimbabwean zimbabweńsk zimbabwsk
`;
