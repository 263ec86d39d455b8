import { describe, expect, it } from '@jest/globals';
import { record } from '#domain';
import { givenList, readAs } from '../../spec-kit/given-list.ts';

const entry = (inside: string, country = 'Belarus / Bélarus') =>
  `<record><Country>${country}</Country>${inside}<Schedule>1</Schedule><Item>7</Item></record>`;
const sema = (entries: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><data-set xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${entries.join('')}</data-set>`;
const named = (last: string, more = '') => entry(`<LastName>${last}</LastName><GivenName>Pellinor</GivenName>${more}`);
const others = ['Ban', 'Bors', 'Ector', 'Gareth', 'Kay', 'Lamorak', 'Pelles'].map((name) => named(name));

describe("Canada's list", () => {
  it('derives its keys from names', async () => {
    const birth = '<Aliases>Пеллинор; Questor</Aliases><DateOfBirth>1972</DateOfBirth>';
    const ship = entry('<EntityOrShip>Round Table</EntityOrShip><DateOfListing>2025-03-01</DateOfListing>', 'Iran');
    const { byReference, unknown } = await readAs('ca-sema', sema([named('Öf Listeneise', birth), ship]));
    expect(unknown).toEqual({});
    const made = byReference['by-of-listeneise-pellinor']!.record;
    expect(record.parse(made)).toEqual(made);
    expect(made).toEqual({
      reference: 'by-of-listeneise-pellinor',
      programs: ['Belarus'],
      programDetails: [{ program: 'Belarus', legalBasis: 'Schedule 1, item 7' }],
      subject: {
        type: 'person',
        name: 'Öf Listeneise, Pellinor',
        aliases: [
          { name: 'Пеллинор', kind: 'aka', script: 'Cyrl' },
          { name: 'Questor', kind: 'aka' },
        ],
        birthDates: [{ date: '1972' }],
      },
    });
    expect(byReference['ir-round-table']!.record).toMatchObject({
      listedOn: '2025-03-01',
      subject: { type: 'organization' },
    });
  });

  it('says the same under the names that its elements have today', async () => {
    const ship = `<EntityOrShip>MV Grey Swan</EntityOrShip><TitleOrShip>Crude oil tanker</TitleOrShip><DateOfBirthOrShipBuildDate>2004</DateOfBirthOrShipBuildDate><ShipIMONumber>9074729</ShipIMONumber>`;
    const both = ['Title', 'TitleOrShip'].map((title) => {
      const birth = title === 'Title' ? 'DateOfBirth' : 'DateOfBirthOrShipBuildDate';
      return named('Ban', `<${title}>Colonel</${title}><${birth}>1961-02-11</${birth}>`);
    });
    const [before, now] = await Promise.all(both.map((each) => readAs('ca-sema', sema([each, entry(ship, 'Iran')]))));
    const { record: present } = now!.byReference['by-ban-pellinor']!;
    expect(present).toEqual(before!.byReference['by-ban-pellinor']!.record);
    expect(present.subject).toMatchObject({ positions: ['Colonel'], birthDates: [{ date: '1961-02-11' }] });
    expect(now!.byReference['ir-mv-grey-swan']!.record.subject).toMatchObject({
      type: 'vessel',
      vessel: { type: 'Crude oil tanker', builtIn: '2004' },
      identifiers: [{ type: 'imo', number: '9074729' }],
    });
    const today = ['1949-01-01', '1987-11-19'].map((day) => both[1]!.replace('1961-02-11', day));
    const { byReference } = await readAs('ca-sema', sema(today));
    expect(Object.keys(byReference)).toEqual(['by-ban-pellinor-1949-01-01', 'by-ban-pellinor-1987-11-19']);
  });

  it('parts those who share a name by their births', async () => {
    const births = ['1950-01-01', '1960'].map((day) => named('Ban', `<DateOfBirth>${day}</DateOfBirth>`));
    const { byReference } = await readAs('ca-sema', sema(births));
    expect(Object.keys(byReference)).toEqual(['by-ban-pellinor-1950-01-01', 'by-ban-pellinor-1960']);
  });

  it('parts companies and ships that share a name by their types and IMO numbers', async () => {
    const entity = (more: string) => entry(`<EntityOrShip>Grey Swan</EntityOrShip>${more}`, 'Iran');
    const ship = (imo: string, more = '') =>
      entity(`<TitleOrShip>Cargo</TitleOrShip>${more}<ShipIMONumber>${imo}</ShipIMONumber>`);
    const keysOf = async (entries: string[]) => Object.keys((await readAs('ca-sema', sema(entries))).byReference);
    expect(await keysOf([entity(''), ship('9074729')])).toEqual(['ir-grey-swan-organization', 'ir-grey-swan-vessel']);
    expect(await keysOf([ship('9074729'), ship('9074730')])).toEqual(['ir-grey-swan-9074729', 'ir-grey-swan-9074730']);
    const built = ['2004', '2006'].map((year) =>
      ship('9074729', `<DateOfBirthOrShipBuildDate>${year}</DateOfBirthOrShipBuildDate>`),
    );
    expect(await keysOf([entity(''), ...built])).toEqual(['ir-grey-swan', 'ir-grey-swan-2004', 'ir-grey-swan-2006']);
  });

  it('tells who of two namesakes is gone, whichever stood first', async () => {
    const [first, second] = ['1949-01-01', '1987-11-19'].map((day) =>
      named(
        'Ban',
        `<DateOfBirth>${day}</DateOfBirth><DateOfListing>20${day.startsWith('1949') ? 22 : 23}-01-10</DateOfListing>`,
      ),
    ) as [string, string];
    const { publish, eventsOf } = givenList('ca-sema');
    const publishOn = (day: string, entries: string[]) =>
      publish(sema([...others.slice(1), ...entries]), { publishedOn: day });
    await publishOn('2023-01-15', [first]);
    await publishOn('2023-02-15', [first, second]);
    expect(await publishOn('2023-04-15', [second])).toMatchObject({ delisted: 1, amended: 0, designated: 0 });
    expect((await eventsOf('by-ban-pellinor')).at(-1)).toMatchObject({ type: 'PersonDelisted' });
    expect(await publishOn('2023-05-15', [second])).toMatchObject({ events: 0 });
    expect(await publishOn('2023-06-15', [first, second])).toMatchObject({ designated: 1, delisted: 0, amended: 0 });
    expect(await publishOn('2023-09-15', [first])).toMatchObject({ delisted: 1, amended: 0, designated: 0 });
    expect((await eventsOf('by-ban-pellinor-1987-11-19')).at(-1)).toMatchObject({ type: 'PersonDelisted' });
  });

  it('wants a day and finds nothing in new schedules, items and accents', async () => {
    const { publish } = givenList('ca-sema');
    expect(await publish(sema(others))).toMatchObject({ rejected: { code: 'no-date' } });
    await publish(sema(others), { publishedOn: '2022-03-01' });
    const renumbered = sema(others)
      .replaceAll('<Schedule>1<', '<Schedule>1, Part 1<')
      .replaceAll('<Item>7<', '<Item>9<');
    expect(await publish(renumbered, { publishedOn: '2025-03-01' })).toMatchObject({ events: 0, cosmetic: 7 });
  });
});
