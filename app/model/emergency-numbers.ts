/**
 * Emergency numbers by country (ISO 3166 code of two letters): police, ambulance, fire, and the common ones of sea and
 * mountain rescue that are as short. A fax server dials none of them. A number that a country has given up stays in the
 * table as long as it may still be put through to an emergency service.
 */
export const emergencyNumbers: Readonly<Record<string, readonly string[]>> = table(`
  AC 911 999 6666
  AD 110 112 116 118
  AE 112 911 996 997 998 999
  AF 100 102 112 119
  AG 911 999
  AI 911
  AL 112 125 126 127 128 129
  AM 101 102 103 104 112 911
  AO 111 112 113 115 116
  AR 100 101 103 105 106 107 108 112 911
  AS 911
  AT 112 122 128 133 140 141 144
  AU 000 106 112
  AW 911
  AX 112
  AZ 101 102 103 104 112
  BA 112 121 122 123 124
  BB 112 211 311 511 911
  BD 100 102 199 999
  BE 100 101 105 110 112
  BF 112 16 17 18
  BG 112 150 160 166
  BH 112 199 990 992 994 997 998 999
  BI 112 113 117 118
  BJ 112 117 118
  BL 112 15 17 18
  BM 911
  BN 991 993 995 998
  BO 110 118 119 165 168 911
  BQ 112 911
  BR 112 190 191 192 193 194 197 198 199 911
  BS 911 919
  BT 110 112 113
  BW 112 911 990 997 998 999
  BY 101 102 103 104 112
  BZ 90 911
  CA 911 112
  CC 000 112
  CD 112 113 118
  CF 112 117 118 1220
  CG 112 117 118
  CH 112 117 118 144 1414 1415
  CI 110 111 170 180 185
  CK 996 998 999
  CL 112 130 131 132 133 134 137 138
  CM 112 113 117 118 119
  CN 110 112 119 120 122 999
  CO 112 119 123 125 127 132 144 146 156 165
  CR 112 118 128 911
  CU 104 105 106 107
  CV 112 130 131 132
  CW 112 911 912
  CX 000 112
  CY 112 199
  CZ 112 150 155 156 158
  DE 110 112
  DJ 17 18 19
  DK 112 114
  DM 333 911 999
  DO 112 911
  DZ 14 1021 1055 1548 17
  EC 101 102 911
  EE 110 112
  EG 112 122 123 126 128 129 180
  EH 15 17 19 150 177
  ER 112 113 114 116
  ES 061 062 080 085 088 091 092 112
  ET 112 907 911 939 991
  FI 112
  FJ 000 910 911 917
  FK 112 911 999
  FM 911
  FO 112 114
  FR 15 17 18 112 114 115 119 191 196 197
  GA 1300 1730 18 177
  GB 112 18000 999
  GD 112 434 911
  GE 112 111 113 114
  GF 112 15 17 18
  GG 112 999
  GH 112 18 191 192 193 999
  GI 112 190 195 199 999
  GL 112
  GM 112 116 117 118
  GN 112 117 18 122
  GP 112 15 17 18
  GQ 112 113 114 115
  GR 100 108 112 166 199
  GT 110 112 119 120 122 123 1500 1554
  GU 911
  GW 112 113 117 118 119
  GY 911 912 913 999
  HK 112 992 999
  HN 112 195 198 199 911
  HR 112 192 193 194 195
  HT 112 114 115 116 118
  HU 104 105 107 112
  ID 110 112 113 115 118 119 129
  IE 112 999
  IL 100 101 102 103 104 106 112
  IM 112 999
  IN 100 101 102 108 112
  IO 999
  IQ 104 112 115 122 911
  IR 110 112 115 123 125
  IS 112
  IT 112 113 115 117 118 1515 1530
  JE 112 999
  JM 110 112 119 911
  JO 112 191 199 911
  JP 110 112 118 119 911
  KE 112 911 999
  KG 101 102 103 104 112 161
  KH 117 118 119
  KI 192 193 194 195 994 999
  KM 17 18
  KN 333 911
  KP 112 119
  KR 112 113 117 119 122
  KW 112 777
  KY 911
  KZ 101 102 103 104 112
  LA 1190 1191 1195
  LB 112 125 140 160 175
  LC 911 999
  LI 112 117 118 144
  LK 110 117 118 119 1990
  LR 911 4357
  LS 112 121 122 123
  LT 01 02 03 04 011 022 033 101 102 103 112
  LU 112 113
  LV 01 02 03 04 110 112 113
  LY 112 1515 191 193
  MA 112 15 150 177 19 190
  MC 112 15 17 18
  MD 112 901 902 903 904
  ME 112 122 123 124 129
  MF 112 15 17 18
  MG 112 117 118 119 124
  MH 911
  MK 112 192 193 194 195
  ML 112 15 17 18
  MM 191 192 199 999
  MN 100 101 102 103 105
  MO 110 112 119 120 999
  MP 911
  MQ 112 15 17 18
  MR 101 117 118
  MS 911 999
  MT 112 196
  MU 112 114 115 148 995 999
  MV 102 108 115 118 119 191 999
  MW 112 990 997 998 999
  MX 060 065 066 068 078 080 088 089 911 112
  MY 112 991 994 995 999
  MZ 112 117 119 197 198
  NA 112 911 10111
  NC 112 15 17 18 1616
  NE 112 15 17 18
  NF 000 955 977 112
  NG 112 122 199 767 911 123
  NI 112 115 118 128 911
  NL 112
  NO 02800 110 112 113 120
  NP 100 101 102 103 104 112 1155
  NR 110 111 112 117
  NU 994 995 998 999
  NZ 111 105 112 911
  OM 112 9999 999
  PA 103 104 112 911
  PE 105 106 115 116 117 911 112
  PF 112 15 17 18
  PG 000 110 111 112
  PH 112 117 911
  PK 15 16 112 115 130 911 1122
  PL 112 985 986 991 992 993 994 995 996 997 998 999
  PM 112 15 17 18
  PN 911
  PR 911
  PS 100 101 102 104
  PT 112 115 117 118
  PW 911
  PY 128 130 132 141 911 112
  QA 112 999 992
  RE 112 15 17 18
  RO 112
  RS 112 192 193 194 195
  RU 01 02 03 04 101 102 103 104 112
  RW 111 112 113 912
  SA 112 911 937 966 994 996 997 998 999
  SB 911 955 977 988 999
  SC 112 133 151 999
  SD 112 998 999
  SE 112 90000
  SG 112 911 993 995 999
  SH 911 999
  SI 112 113
  SJ 110 112 113
  SK 112 150 155 158 159
  SL 112 117 019 999
  SM 112 113 115 118
  SN 112 15 1515 17 18
  SO 555 888 999 112
  SR 112 113 115
  SS 777 999
  ST 112 113
  SV 112 911 913 132
  SX 911 912 919
  SY 110 112 113 115
  SZ 112 933 937 975 977 999
  TC 911 999
  TD 17 18 2251
  TG 112 117 118 8200
  TH 112 191 195 199 1155 1554 1669 1784
  TJ 01 02 03 04 101 102 103 104 112
  TK 999
  TL 110 112 115
  TM 01 02 03 04 001 002 003 004 101 102 103 104 112
  TN 190 193 197 198 112
  TO 911 922 933 999
  TR 110 112 122 155 156 158 177
  TT 811 911 990 999 112
  TV 911 999
  TW 110 112 113 118 119 911
  TZ 110 111 112 114 115
  UA 101 102 103 104 112
  UG 112 911 999
  US 911 112
  UY 104 105 106 108 109 112 128 911 999
  UZ 01 02 03 04 101 102 103 104 112 1050 1051 1052 1053
  VA 112 113 115 118
  VC 911 999
  VE 112 171 911
  VG 911 999
  VI 911
  VN 112 113 114 115
  VU 111 112 113 114 115 116
  WF 15 17 18
  WS 911 994 995 996 999
  XK 112 192 193 194
  YE 112 118 122 177 191 194 195 199
  YT 112 15 17 18
  ZA 107 112 10111 10177
  ZM 112 991 992 993 999
  ZW 112 993 994 995 999
`);

/** Lines of a country code and its numbers, as a record. */
function table(lines: string): Readonly<Record<string, readonly string[]>> {
  const rows = lines
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return Object.fromEntries(rows.map(([country = '', ...numbers]) => [country, numbers]));
}

/** Digits that private exchanges take for an outside line. */
const outsideLine = ['', '0', '9'] as const;

const every: ReadonlySet<string> = new Set(Object.values(emergencyNumbers).flat());

/** Whether a setting names a country of the table, or none. Case means nothing. */
export const isEmergencyCountry = (country: string): boolean =>
  country === '' || Object.hasOwn(emergencyNumbers, country.toUpperCase());

/**
 * Whether a number is an emergency number as it is dialled: alone, or behind a digit for an outside line (0, 9). A longer
 * number that begins or ends like one is none. Pure.
 *
 * @param number digits; other signs (a leading +, waits) mean nothing here
 * @param country two letters; empty, or not in the table: those of all countries
 */
export function isEmergencyNumber(number: string, country: string): boolean {
  const numbers = emergencyNumbers[country.toUpperCase()];
  const isOne = (digits: string): boolean => (numbers === undefined ? every.has(digits) : numbers.includes(digits));
  const digits = number.replace(/\D/g, '');
  return outsideLine.some((digit) => digits.startsWith(digit) && isOne(digits.slice(digit.length)));
}
