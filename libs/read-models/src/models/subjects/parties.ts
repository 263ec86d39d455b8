import type { Pool } from 'pg';
import type { LinkedEntry } from '#contract';

/** One party: everything that is linked with each other, directly or through others. */
export interface Party {
  /** The subjects it was linked under, the first one first. */
  subjects: string[];
  entries: LinkedEntry[];
  /** It is no entry there itself, but others are because of it. */
  associates: { list: string; program: string; position: number }[];
}

export interface Parties {
  ofSubject(subject: string): Party | undefined;
  ofDesignation(designation: string): Party | undefined;
}

// Of one event, by what it names: an order of the table's own would change with its rows.
const LINKS = `
  select l.subject, l.list || ':' || l.reference as entry, r.designation, l.linked, l.evidence, l.position
  from subjects.link l
  left join lateral (
    select designation from designation_timeline.reference r
    where r.list = l.list and r.reference = l.reference and r.known @> $1::bigint order by lower(r.known) desc limit 1
  ) r on true
  where l.known @> $1::bigint
  order by l.position, l.subject collate "C", l.list collate "C", l.reference collate "C"`;

const ASSOCIATES = `
  select subject, list, program, position from subjects.associate where known @> $1::bigint
  order by position, subject collate "C", list collate "C", program collate "C"`;

interface LinkRow extends LinkedEntry {
  linked: boolean;
}
interface AssociateRow {
  subject: string;
  list: string;
  program: string;
  position: number;
}

const KEPT = 4;
const kept = new WeakMap<Pool, Map<number, Promise<Parties>>>();

/** Who is one party, as known at a position. What was known at a position never changes, so the last few are kept. */
export function partiesAt(pool: Pool, knownAt: number): Promise<Parties> {
  const own = kept.get(pool) ?? new Map<number, Promise<Parties>>();
  kept.set(pool, own);
  const loading = own.get(knownAt) ?? loadParties(pool, knownAt);
  own.delete(knownAt);
  own.set(knownAt, loading);
  if (own.size > KEPT) own.delete(own.keys().next().value!);
  loading.catch(() => own.delete(knownAt));
  return loading;
}

async function loadParties(pool: Pool, knownAt: number): Promise<Parties> {
  const [links, associates] = await Promise.all([
    pool.query<LinkRow>({ name: 'links', text: LINKS, values: [knownAt] }),
    pool.query<AssociateRow>({ name: 'associates', text: ASSOCIATES, values: [knownAt] }),
  ]);
  // The last word on each pair counts; two references of one entry are one entry.
  const standing = new Map(links.rows.map((link) => [`${link.subject} ${nodeOf(link)}`, link]));
  const groups = createGroups();
  const linked = [...standing.values()].filter((link) => link.linked);
  for (const link of linked) groups.join(`subject ${link.subject}`, `entry ${nodeOf(link)}`);

  const parties = new Map<string, Party>();
  const partyOf = (node: string) => {
    const group = groups.of(node);
    const party = parties.get(group) ?? { subjects: [], entries: [], associates: [] };
    parties.set(group, party);
    return party;
  };
  for (const { linked: _, ...link } of linked) {
    const party = partyOf(`subject ${link.subject}`);
    if (!party.subjects.includes(link.subject)) party.subjects.push(link.subject);
    party.entries.push(link);
  }
  for (const { subject, ...associate } of associates.rows) partyOf(`subject ${subject}`).associates.push(associate);
  return {
    ofSubject: (subject) => parties.get(groups.of(`subject ${subject}`)),
    ofDesignation: (designation) => parties.get(groups.of(`entry ${designation}`)),
  };
}

const nodeOf = ({ designation, entry }: Pick<LinkedEntry, 'designation' | 'entry'>) => designation ?? entry;

/** Disjoint sets with path halving. Source: Tarjan and van Leeuwen, 1984. */
function createGroups() {
  const parents = new Map<string, string>();
  const of = (node: string): string => {
    let at = node;
    for (let parent = parents.get(at); parent !== undefined && parent !== at; parent = parents.get(at)) {
      const above = parents.get(parent) ?? parent;
      parents.set(at, above);
      at = above;
    }
    return at;
  };
  return { of, join: (a: string, b: string) => void parents.set(of(a), of(b)) };
}
