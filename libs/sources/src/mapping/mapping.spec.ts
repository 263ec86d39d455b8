import { describe, expect, it } from '@jest/globals';
import { country } from './countries.ts';
import { identifierTypeOf } from './identifiers.ts';
import { writingOf } from './writing.ts';

describe('a printed country', () => {
  it.each([
    ['Iran (Islamic Republic of)', 'IR'],
    ['Korea, North', 'KP'],
    ["Democratic People's Republic of Korea", 'KP'],
    ['Russia', 'RU'],
    ['Казахстан', 'KZ'],
    ['Belarus / Bélarus', 'BY'],
    ['Afghan', 'AF'],
    ['Saudi Arabia citizenship', 'SA'],
    ['  the  Gambia ', 'GM'],
    ['Region: Gaza', 'PS'],
    ['KZ', 'KZ'],
  ])('%s is %s', (printed, code) => {
    const unread: string[] = [];
    expect(country(printed, unread)).toBe(code);
    expect(unread).toEqual([]);
  });

  it.each(['Yugoslavia', 'Syria/Turkey border area', 'Congolese', 'QQ'])('%s is kept and counted', (printed) => {
    const unread: string[] = [];
    expect(country(printed, unread)).toBe(printed);
    expect(unread).toEqual([`country: ${printed}`]);
  });

  it.each([undefined, '', ' - ', 'Unknown', 'na', '00', '-0- '])('%s says nothing', (printed) => {
    const unread: string[] = [];
    expect(country(printed, unread)).toBeUndefined();
    expect(unread).toEqual([]);
  });
});

it.each([
  ['Passport', 'passport'],
  ['Vessel Registration Identification', 'imo'],
  ['SWIFT/BIC', 'bic'],
  ['Digital Currency Address - XBT', 'crypto-address'],
  ['Aircraft Tail Number', 'tail-number'],
  ['Cedula No.', 'national-id'],
  ['R.F.C.', 'tax'],
  ['Tax ID No.', 'tax'],
  ['Company Number', 'registration'],
  ['Shoe Size', 'other'],
])('%s is an identifier of type %s', (printed, type) => expect(identifierTypeOf(printed)).toBe(type));

it('names the script of a name that is not Latin', () => {
  expect(writingOf('Łódź')).toEqual({});
  expect(writingOf('Талибан', 'RU')).toEqual({ script: 'Cyrl', language: 'ru' });
  expect(writingOf('طالبان')).toEqual({ script: 'Arab' });
});
