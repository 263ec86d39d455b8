import { describe, expect, it } from '@jest/globals';
import { birthDateOf, isNoDate, partialDateOf, withCentury } from './dates.ts';
import { labelledNumbers } from './labelled.ts';
import { walletsIn } from './wallets.ts';

describe('a printed date', () => {
  it.each([
    ['00/00/1975', '1975'],
    ["'00/00/1975", '1975'],
    ["'dd/03/1961", '1961-03'],
    ['1975-00-00', '1975'],
    ['00/03/1975', '1975-03'],
    ['20210403', '2021-04-03'],
    ['2021/4/3', '2021-04-03'],
    ['03-04-2021', '2021-04-03'],
    ['2021-04-03T10:00:00Z', '2021-04-03'],
    ['03/04/2021 00:00', '2021-04-03'],
    ['2021-04-03-04:00', '2021-04-03'],
    ['2021-04-03Z', '2021-04-03'],
    ['03.04.2021 r.', '2021-04-03'],
    ['03.04.2021 г.', '2021-04-03'],
    ['31/02/2021', undefined],
    ['15/08/19yy', undefined],
    ['44289', undefined],
    ['0000-00-00', undefined],
  ])('%s is %s', (printed, date) => expect(partialDateOf(printed)).toBe(date));

  it('keeps what is none as its note', () => expect(birthDateOf('15/08/19yy')).toEqual({ note: '15/08/19yy' }));

  it.each([
    '9999-12-31',
    '31/12/9999',
    '12/31/9999',
    '99991231',
    '31-Dec-9999',
    '31 December 9999',
    '9999-12',
    '9999',
    '0000-00-00',
    '00.00.0000',
    '00000000',
    '9999-12-31T00:00:00',
  ])('%s says that there is none', (printed) => expect(isNoDate(printed)).toBe(true));

  it.each(['1999-12-31', '00/00/1975', '0', '2000-00-00'])('%s does not', (printed) =>
    expect(isNoDate(printed)).toBe(false),
  );

  it.each([
    ['03-02-61', '03-02-1961'],
    ['03-02-26', '03-02-2026'],
    ['03-02-27', '03-02-1927'],
    ['01-06-26', '01-06-2026'],
    ['02-06-26', '02-06-1926'],
    ['2-Jul-26', '2-Jul-1926'],
    ['03-02/27', '03-02/27'],
    ['1961-02-03', '1961-02-03'],
  ])('%s, a date that has come by 2026-06-01, is %s', (printed, date) =>
    expect(withCentury(printed, 'past', '2026-06-01')).toBe(date),
  );
});

it.each([
  ['7801', [{ type: 'registration', number: '7801' }]],
  ['INN: 7801', [{ type: 'tax', printedType: 'INN', number: '7801' }]],
  [
    '(1) OGRN: 11278; (2) ROC 55',
    [
      { type: 'registration', printedType: 'OGRN', number: '11278' },
      { type: 'registration', number: 'ROC 55' },
    ],
  ],
  [
    '7813000722 KPP: 781301001',
    [
      { type: 'registration', number: '7813000722' },
      { type: 'registration', printedType: 'KPP', number: '781301001' },
    ],
  ],
  ['INN: 7801 (Russia)', [{ type: 'tax', printedType: 'INN', number: '7801', country: 'RU' }]],
  ['ROC 55 (Moscow)', [{ type: 'registration', number: 'ROC 55 (Moscow)' }]],
])('numbers with their labels: %s', (printed, numbers) =>
  expect(labelledNumbers(printed, 'registration')).toEqual(numbers),
);

it('finds wallets with their currency', () => {
  const [one, other] = ['1'.repeat(34), `0x${'a'.repeat(40)}`];
  expect(walletsIn(`Wallets (1) Bitcoin address: ${one} (2) ETH: ${other}; USD: ${other}`)).toEqual([
    { type: 'crypto-address', number: one, currency: 'XBT' },
    { type: 'crypto-address', number: other, currency: 'ETH' },
  ]);
});
