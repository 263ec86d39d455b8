import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareBytes, createPageOrder, type PagedRow, type SortKey } from './page-order.ts';

type Row = SortKey & PagedRow;

/** In the order of a database that sorts by bytes. The parts of a key have one letter each here. */
const bytesOf = ({ list, name, id }: SortKey) => Buffer.from(list + name + id);
const small = (max: number) => fc.integer({ min: 0, max });
const row: fc.Arbitrary<Row> = fc.record({
  list: fc.constantFrom('a', 'b'),
  name: fc.constantFrom('x', 'y', 'z'),
  id: fc.constantFrom('1', '2', '3', '4'),
  validFrom: small(9),
  validTo: small(12),
  knownFrom: small(9),
  place: small(1),
  status: small(2),
  type: small(1),
  knownTo: fc.oneof(fc.constant(Infinity), small(12)),
});
const asked = fc.record({ on: small(12), knownAt: small(12), type: fc.constantFrom(undefined, 0, 1), limit: small(9) });

describe('the order of texts', () => {
  it('is that of their bytes in UTF-8', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 4 }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    ));
});

describe('a page of rows in their order', () => {
  it('has those that hold, whatever was put in and closed when', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(row, { maxLength: 120 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(small(300), small(12)), { maxLength: 40 }),
        fc.array(asked, { minLength: 1, maxLength: 10 }),
        (batches, closings, questions) => {
          const rows: Row[] = [];
          const order = createPageOrder(
            (number) => rows[number]!,
            (number) => rows[number]!,
          );
          const check = () => {
            const sorted = rows
              .map((each, number) => ({ ...each, number }))
              .sort((a, b) => Buffer.compare(bytesOf(a), bytesOf(b)) || a.number - b.number);
            for (const { on, knownAt, type, limit } of questions) {
              const found: number[] = [];
              const test = { on, knownAt, type, fits: [true, false], isWanted: [true, false, true] };
              order.find(found, [0, order.placeAfter({ list: 'c', name: '', id: '' })], test, limit);
              const expected = sorted.filter(
                (each) =>
                  each.validFrom <= on &&
                  each.validTo > on &&
                  each.knownFrom <= knownAt &&
                  each.knownTo > knownAt &&
                  each.place === 0 &&
                  each.status !== 1 &&
                  (type === undefined || each.type === type),
              );
              expect(found).toEqual(expected.slice(0, limit).map(({ number }) => number));
            }
          };
          for (const batch of batches) {
            const numbers = batch.map((each) => rows.push(each) - 1);
            order.add(numbers);
            check();
          }
          for (const [number, knownTo] of closings) {
            if (rows[number]?.knownTo !== Infinity) continue;
            order.close(number, knownTo);
            rows[number] = { ...rows[number], knownTo };
          }
          check();
        },
      ),
      { numRuns: 200 },
    ));
});
