/** ISO 3166-1 alpha-2, as assigned in 2026. */
const ASSIGNED = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
    'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO ' +
    'FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE ' +
    'JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO ' +
    'MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW ' +
    'PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM ' +
    'TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
);

/** Two that decide on sanctions and are no countries. */
const ORGANIZATIONS = new Set(['UN', 'EU']);

/** Codes that an authority may have: those of ISO, and what ISO leaves to its users, as XK for Kosovo, and samples and tests. In the order of the alphabet. */
export const authorities: readonly string[] = [
  ...ASSIGNED,
  ...ORGANIZATIONS,
  ...[...'MNOPQRSTUVWXYZ'].map((letter) => `Q${letter}`),
  ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `X${letter}`),
  'AA',
  'ZZ',
].sort();

const KNOWN = new Set(authorities);

/** Whether a code may stand for an authority: a country of ISO 3166-1, the UN, the EU, or a code left to users. */
export const isAuthority = (code: string): boolean => KNOWN.has(code);
