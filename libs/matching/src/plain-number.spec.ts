import { describe, expect, it } from '@jest/globals';
import { plainNumber } from './plain-number.ts';

describe('a number as it is compared', () => {
  it.each([
    ['IMO 9187629', '9187629'],
    ['imo-9187629', '9187629'],
    ['IMO No. 9187629', '9187629'],
    ['MMSI: 422031500', '422031500'],
    ['DEUTDEFFXXX', 'DEUTDEFF'],
    ['deutdeff', 'DEUTDEFF'],
    ['N 0123-4567', 'N01234567'],
    ['ＡＢ１２３', 'AB123'],
    ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '1A1ZP1EP5QGEFI2DMPTFTL5SLMV7DIVFNA'],
    ['IMO12', 'IMO12'],
    ['XXX', 'XXX'],
    ['—', ''],
  ])('%s is %s', (printed, plain) => expect(plainNumber(printed)).toBe(plain));
});
