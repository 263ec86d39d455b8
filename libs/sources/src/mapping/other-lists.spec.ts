import { describe, expect, it } from '@jest/globals';
import { cited, unListing } from './other-lists.ts';

describe('a reference of the Security Council’s', () => {
  it.each([
    ['UN Ref QDe.004. Listed', 'QDe.004'],
    ['UN REF:QE.A.146.14', 'QE.A.146.14'],
    ['UN Ref Q.I.M.272.09. Associated', 'QI.M.272.09'],
    ['UN Ref E.29.I.9.', 'E.29.I.9'],
    ['UN Ref E.03.III.11. AIO front company', 'E.03.III.11'],
    ['UN Ref E.AC.50.18.04.12. Previous', 'E.AC.50.18.04.12'],
    ['UN Ref I.AC.50.20.12.12.(2). New name', 'I.AC.50.20.12.12.(2)'],
    ['UN Ref.KPI. 076. Ri Chun Song', 'KPi.076'],
    ['UN Ref.KPe 070. Registered owner', 'KPe.070'],
    ['UN Ref LYi.28. [UN Listing', 'LYi.028'],
    ['UN Ref KPe.23. SWIFT: DCBK KPPY', 'KPe.023'],
  ])('is read from %s', (text, reference) => {
    expect(cited(text).map((found) => found.reference)).toEqual([reference]);
  });

  it.each([
    'UN Ref.075. Ri Chun Hwan',
    'UN Ref: QD1.410. Trinidad',
    'UN Security Council, 29.1.9',
    'Refer to E.29.I.9',
  ])('is not guessed from %s', (text) => expect(cited(text)).toEqual([]));

  it('is read from a member of its own', () => {
    expect(unListing('TAi.002')).toEqual([{ list: 'un-sc', reference: 'TAi.002', text: 'TAi.002' }]);
    expect(unListing('KPe.001; kpe.2 / KPe.03').map(({ reference }) => reference)).toEqual(['KPe.001', 'KPe.003']);
    expect(unListing('none')).toEqual([]);
    expect(unListing(undefined)).toEqual([]);
  });
});
