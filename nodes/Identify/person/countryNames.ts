/** Names that people use and `i18n-iso-countries` lacks, in the same five languages. */
export const OTHER_NAMES: Readonly<Record<string, string>> = {
	AE: 'Emirates|Emirate|VAE|Emiraty|Emiráty',
	BA: 'Bosnia|Bosnien|Bośnia|Bosna|BiH',
	BN: 'Brunei',
	BO: 'Plurinational State of Bolivia|Bolívie|Boliwia',
	BQ: 'Caribbean Netherlands|Karibische Niederlande',
	BY: 'Weißrussland|Belorussia|Byelorussia|Belorussland',
	CC: 'Cocos Islands|Keeling Islands',
	CD: 'DR Congo|DRC|DR Kongo|Demokratische Republik Kongo|Congo-Kinshasa|Kongo-Kinshasa|Zaire',
	CF: 'Zentralafrika',
	CG: 'Congo-Brazzaville|Kongo-Brazzaville|Republika Konga',
	CH: 'Schweizerische Eidgenossenschaft|Suisse|Svizzera|Swiss Confederation',
	CN: 'PRC|PR China|Volksrepublik China|Chinese People’s Republic|Čínská lidová republika',
	CV: 'Cabo Verde|Kapverden',
	CZ: 'Česko|Tschechei|Republika Czeska',
	DE: 'Bundesrepublik Deutschland|BRD|Federal Republic of Germany|FRG|NRF|RFN|SRN|GER|DDR|GDR|Deutsche Demokratische Republik|German Democratic Republic|NRD',
	DK: 'Danmark',
	DO: 'Dominikana',
	ES: 'España|Espana',
	FI: 'Suomi',
	FK: 'Falkland Islands|Malvinas',
	FM: 'Micronesia|Federated States of Micronesia',
	FO: 'Faroes|Färöer Inseln|Faeroe Islands',
	GB: 'England|Scotland|Wales|Northern Ireland|Britain|Großbritannien und Nordirland|United Kingdom of Great Britain and Northern Ireland|U.K.|Schottland|Nordirland|Anglia|Anglie|Anglicko|Szkocja|Walia|Skotsko|Škótsko|Velká Británie|Veľká Británia|Zjednoczone Królestwo',
	GR: 'Hellas|Hellenic Republic|EL',
	HK: 'Hong Kong SAR|Hongkong SAR|Hong Kong SAR China',
	HR: 'Hrvatska|CRO',
	HU: 'Magyarország',
	IR: 'Persia|Persien',
	IT: 'Italia',
	KG: 'Kyrgyz Republic|Kirgisien|Kirgistan|Kirgisische Republik',
	KN: 'St Kitts',
	KP: 'DPRK|Democratic People’s Republic of Korea|Demokratische Volksrepublik Korea',
	KR: 'ROK|Republik Korea',
	KZ: 'Kazachstan|Kasachien',
	LA: 'Laos|Lao PDR',
	LK: 'Ceylon',
	LU: 'Luxembourg|Lëtzebuerg',
	LY: 'Libyan Arab Jamahiriya',
	MD: 'Moldova|Moldau|Moldavia|Republik Moldau|Republika Mołdawii|Moldawien',
	MK: 'Macedonia|Mazedonien|Macedonia, the former Yugoslav Republic of|FYROM|Makedonie|Macedónsko',
	MM: 'Burma|Birma|Barma',
	MO: 'Macau|Macao SAR',
	NL: 'Holland|Holandsko|Niderlandy|Nederland',
	NO: 'Norge',
	PL: 'Rzeczpospolita Polska',
	PS: 'Palästina|Palestinian Territory|Occupied Palestinian Territory|Palestina|Palestína',
	PT: 'POR',
	RU: 'Russland|Rusko|Federacja Rosyjska|Ruská federace|Ruská federácia',
	SA: 'Saudi Arabien|KSA',
	SE: 'Sverige',
	SH: 'Saint Helena, Ascension and Tristan da Cunha',
	SK: 'Slovak Republic|Slovenská republika|Slowakische Republik|Republika Słowacka',
	SY: 'Syria|Syrien',
	SZ: 'Swaziland|Swasiland|Suazi',
	TL: 'East Timor|Timor Leste',
	TR: 'Turkiye|Republic of Türkiye',
	TW: 'Republic of China|Republik China|Taiwan ROC|Chinese Taipei|Tchajwan|Formosa',
	TZ: 'Tanganyika',
	US: 'U.S. of America|Stany Zjednoczone Ameryki|Stany Zjednoczone Ameryki Północnej|Spojené státy|Spojené štáty americké',
	VA: 'Vatican|Vatican City|Vatican City State|Holy See|Vatikan|Heiliger Stuhl|Vatikanstaat',
	VE: 'Bolivarian Republic of Venezuela',
	VG: 'British Virgin Islands',
	VI: 'US Virgin Islands|United States Virgin Islands',
	VN: 'Viet Nam|Socialist Republic of Viet Nam',
	XK: 'Kosova|Republic of Kosovo|RKS|XKX|UNK',
	ZA: 'RSA|Republik Südafrika|Republika Południowej Afryki|RPA|Jižní Afrika|Juhoafrická republika',
};

/** The codes that passports print and other standards have, where ISO 3166 has another one. */
export const OTHER_CODES: Readonly<Record<string, string>> = {
	D: 'DE',
	GBD: 'GB',
	GBN: 'GB',
	GBO: 'GB',
	GBP: 'GB',
	GBS: 'GB',
};

/** Names of more than one country of today. */
export const SHARED_NAMES: Readonly<Record<string, readonly string[]>> = {
	'Congo|Kongo|Konga': ['CG', 'CD'],
	'Korea|Kórea': ['KR', 'KP'],
	'Virgin Islands|Jungferninseln|Panenské ostrovy|Wyspy Dziewicze': ['VG', 'VI'],
	'St. Martin|Svatý Martin|Svätý Martin': ['MF', 'SX'],
	Guiana: ['GF', 'GY'],
};

/** Countries that were divided. Their people have one of today's nationalities. */
export const FORMER_NAMES =
	'Tschechoslowakei|Czechoslovakia|Czechosłowacja|Československo|ČSSR|ČSFR|tschechoslowakisch|' +
	'Czechoslovak|Czechoslovakian|československá|czechosłowackie|' +
	'Serbia and Montenegro|Serbien und Montenegro|Srbsko a Černá Hora|Serbia i Czarnogóra|' +
	'Jugoslawien|Yugoslavia|Jugosławia|Jugoslávie|Juhoslávia|jugoslawisch|Yugoslav|' +
	'Sowjetunion|Soviet Union|UdSSR|USSR|ZSRR|SSSR|ZSSR|sowjetisch|Soviet|' +
	'Niederländische Antillen|Netherlands Antilles';

/** What forms say of people whom no country counts as its own. */
export const NO_COUNTRY_NAMES =
	'stateless|staatenlos|ungeklärt|bezpaństwowiec|bez státní příslušnosti|' +
	'bez štátnej príslušnosti|XXA|XXB|XXC|XXX';
