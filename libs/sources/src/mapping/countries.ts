import { createRequire } from 'node:module';
import countries from 'i18n-iso-countries';
import nationalities from 'i18n-nationality';
import { collapse, withoutEnd } from '../reading/text.ts';
import { remembering } from './remembering.ts';

/** Languages in which the lists we read print countries. */
const LANGUAGES = ['en', 'fr', 'de', 'ru', 'ky', 'kk', 'uk', 'bg'];

/** Official, older and short forms that lists print and the library has not. Kept by code, so that a reader can check. */
const FURTHER: Record<string, string> = {
  AE: 'uae; u.a.e.; united arab emirates (uae)',
  BA: 'bosnia; bosnia-herzegovina',
  BO: 'bolivia (plurinational state of)',
  BS: 'bahamas, the',
  BN: 'brunei',
  CD: 'congo, democratic republic of the; congo (democratic republic); democratic republic of congo; drc; congo, the democratic republic of the; congo, dem. rep.; zaire',
  CF: 'central african rep; car',
  CG: 'congo, republic of the; congo (republic); republic of congo; congo (brazzaville)',
  CI: 'ivory coast; cote d ivoire; cote divoire; cote d ivoire (ivory coast)',
  CN: "people's republic of china; china, people's republic of; china (mainland); prc",
  CU: 'republic of cuba',
  CV: 'cabo verde; cabo verde. previously cape verde',
  CZ: 'czech rep',
  DE: 'federal republic of germany; germany, federal republic of',
  EG: 'arab republic of egypt',
  FM: 'micronesia; micronesia, federated states of',
  GB: 'great britain and northern ireland; england; scotland; wales; northern ireland; united kingdom of great britain and northern ireland',
  GM: 'gambia, the',
  HK: 'hong kong sar; hong kong (sar); hong kong, china',
  IM: 'man, isle of',
  IR: 'iran (islamic republic of); islamic republic of iran; iran, islamic republic of',
  KG: 'kyrgyzstan; kyrgyz republic',
  KN: 'st. kitts and nevis; st. kitts & nevis; saint kitts and nevis',
  KP: "democratic people's republic of korea; dprk; korea, north; korea (north); north korea (dprk); democratic peoples republic of korea",
  KR: 'republic of korea; korea, south; korea (south); south korea; korea, republic of',
  LA: "laos; lao people's democratic republic; lao pdr",
  LY: 'libyan arab jamahiriya; state of libya',
  MD: 'moldova; republic of moldova; moldova, republic of',
  MK: 'macedonia; former yugoslav republic of macedonia; macedonia, the former yugoslav republic of; republic of north macedonia; north macedonia, the republic of',
  MM: 'burma; burma (myanmar); myanmar (burma); myanmar/burma',
  MO: 'macau; macau sar; macao sar',
  NL: 'the netherlands; holland',
  PS: 'palestine; palestinian; palestinian territories; palestinian territory; occupied palestinian territories; west bank; gaza; gaza strip; gaza strip, palestinian territories; palestinian authority; region: gaza; west bank and gaza strip; state of palestine; occupied palestinian territory',
  RU: 'russian federation; rf',
  SS: 'republic of south sudan',
  SY: 'syria; syrian arab republic',
  SZ: 'swaziland',
  TR: 'turkey; türkiye; republic of türkiye; republic of turkey',
  TW: 'taiwan; taiwan, province of china; taiwan, china; taiwan (china)',
  TZ: 'tanzania; united republic of tanzania; tanzania, united republic of',
  US: 'usa; u.s.a.; u.s.; us; united states of america',
  VA: 'vatican',
  VC: 'st. vincent and the grenadines; saint vincent and grenadines; st vincent',
  VE: 'venezuela (bolivarian republic of); bolivarian republic of venezuela; venezuela, bolivarian republic of',
  VG: 'british virgin islands; virgin islands (british); bvi',
  VN: 'viet nam; socialist republic of vietnam',
  XK: 'kosovo',
};

/** Words for people that the library of nationalities has otherwise or not at all. */
const DEMONYMS: Record<string, string> = {
  AE: 'emirati; emirian',
  AF: 'afgan; afghani',
  BA: 'bosnian; bosnian-herzegovinian',
  CF: 'central african',
  GB: 'english; scottish; welsh',
  IR: 'iranian (iranian citizenship)',
  KG: 'kyrgyzstani',
  KZ: 'kazakh',
  NL: 'dutch',
  QA: 'qatarian',
  RS: 'serbian',
  SA: 'saudi; saudi arabian',
  TJ: 'tajik',
  TM: 'turkmen',
  US: 'u.s.; us national',
  YE: 'yemeni',
  UZ: 'uzbek; uzbekistani',
};

/** Printed where the list knows no country. */
const NOTHING = new Set(['', 'unknown', 'na', 'n/a', 'none', 'undetermined', 'not known', '-0-', '-', '00']);

const plain = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’`´]/g, "'")
    .replace(/^the /, '')
    .replace(/[\s.]+/g, ' ')
    .trim();

const codes = new Map<string, string>();
for (const language of LANGUAGES)
  for (const [code, names] of Object.entries(countries.getNames(language, { select: 'all' })))
    for (const name of names) if (!codes.has(plain(name))) codes.set(plain(name), code);
nationalities.registerLocale(createRequire(import.meta.url)('i18n-nationality/langs/en.json') as never);
for (const [code, name] of Object.entries(nationalities.getNames('en')))
  if (!codes.has(plain(name))) codes.set(plain(name), code);
for (const table of [FURTHER, DEMONYMS])
  for (const [code, names] of Object.entries(table)) for (const name of names.split('; ')) codes.set(plain(name), code);

const alpha2 = new Set(Object.keys(countries.getAlpha2Codes()));

/** The ISO 3166-1 alpha-2 code of a printed country, in any language of our lists; null where it is none we know. */
export const countryCode = remembering(look);

function look(printed: string): string | null {
  const name = collapse(printed);
  if (name.length > 100) return null;
  if (/^[A-Za-z]{2}$/.test(name) && alpha2.has(name.toUpperCase())) return name.toUpperCase();
  const whole = codes.get(plain(name));
  if (whole) return whole;
  // `Belarus / Bélarus` says it twice; `Republic of X`, `X, Republic of`, `X citizenship` are X.
  const sides = name.split(' / ');
  if (sides.length > 1) return sides.map(look).find((code) => code !== null) ?? null;
  const bare = withoutEnd(plain(name), ',.;')
    .replace(/ (citizenship|nationality|national|citizen|passport)$/, '')
    .replace(/^(china, )?(hong kong|macao) special administrative region$/, '$2')
    .replace(
      /^(islamic |arab |federal |democratic )?(republic|state|kingdom|sultanate|commonwealth|union) of (the )?/,
      '',
    )
    .replace(/, (the|(islamic |federal )?(republic|state|kingdom) of( the)?)$/, '');
  return codes.get(bare) ?? null;
}

/**
 * A printed country as the record keeps it: its code, else the words themselves, which are then counted in `unread`.
 * Nothing where the list says that it does not know.
 */
export function country(printed: string | undefined, unread: string[]): string | undefined {
  const name = collapse(printed ?? '');
  if (NOTHING.has(name.toLowerCase())) return undefined;
  const code = countryCode(name);
  if (code === null) unread.push(`country: ${name.slice(0, 80)}`);
  return code ?? name;
}
