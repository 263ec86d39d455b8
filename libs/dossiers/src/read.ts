import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { InputError } from '#domain';
import { dossier, factIdOf, PARTY_KINDS, type Dossier, type Fact } from './schema.ts';

/** One thing that is wrong with a dossier, and where. Lines and columns count from 1. */
export interface DossierIssue {
  file: string;
  line: number;
  column: number;
  /** JSON pointer of the field. */
  field: string;
  message: string;
}

/** Everything that is wrong with the dossiers, told at once. Nothing was recorded. */
export class DossierError extends InputError {
  constructor(readonly issues: DossierIssue[]) {
    super(
      issues
        .map(({ file, line, column, field, message }) => `${file}:${line}:${column} ${field || '/'}: ${message}`)
        .join('\n'),
    );
  }
}

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads one dossier. Throws DossierError for what is no UTF-8, no YAML 1.2 (a key twice, tabs that indent), has anchors
 * and aliases, which a list of facts does not need and a bomb does, or does not fit the schema.
 */
export function readDossier(file: string, bytes: Uint8Array): Dossier {
  const fail = (message: string): never => {
    throw new DossierError([{ file, line: 1, column: 1, field: '', message }]);
  };
  if (bytes.length > MAX_BYTES) fail(`A dossier has at most ${MAX_BYTES} bytes; split it`);
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    fail('Not UTF-8; save the file in that encoding');
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, strict: true, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = document.errors.map(({ pos, message }) => ({ file, ...at(pos[0]), field: '', message }));
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node) || node.anchor)
        broken.push({
          file,
          ...at(node.range?.[0] ?? 0),
          field: '',
          message: 'Anchors and aliases are not read; write it out',
        });
    },
  });
  if (broken.length > 0) throw new DossierError(broken);

  const raw: unknown = document.toJS();
  const { data, error } = dossier.safeParse(raw);
  const found = [
    ...(error?.issues ?? []).flatMap(complaints),
    ...looseEnds(raw),
    ...(data ? [...doubledFacts(data.facts), ...factsThatAreNot(data.facts)] : []),
  ];
  const issues = found.map(({ path, message }) => ({
    file,
    ...at(offsetOf(document, path)),
    field: path.map((key) => `/${String(key)}`).join(''),
    message,
  }));
  if (issues.length > 0) throw new DossierError(issues.sort((a, b) => a.line - b.line || a.column - b.column));
  const places = data!.facts.map((_, i) => at(offsetOf(document, ['facts', i])));
  return { ...data!, file, places };
}

interface Complaint {
  path: PropertyKey[];
  message: string;
}

/** A schema's issue as a person reads it; a field that is not known is pointed at itself. */
function complaints(issue: z.core.$ZodIssue): Complaint[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: 'There is no such field; take it out or look at its spelling',
    }));
  const isMissing = issue.code === 'invalid_type' && / received (undefined|null)$/.test(issue.message);
  return [{ path: issue.path, message: isMissing ? `It is missing; write a ${issue.expected}` : issue.message }];
}

/** Where the innermost part of the path begins that is there at all: a key where the path ends in one. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
    const node =
      length === path.length && pair ? (pair.value ?? pair.key) : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
  }
  return 0;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectsIn = (value: unknown): [Record<string, unknown>, number][] =>
  (Array.isArray(value) ? value : []).flatMap((each, i) => (isObject(each) ? [[each, i]] : []));

/** Names that lead nowhere. Looks at the text as it is, so that they are told together with what is misshapen. */
function looseEnds(raw: unknown): Complaint[] {
  if (!isObject(raw)) return [];
  const { sources, parties, lists, facts } = raw;
  const known = {
    source: new Set(Object.keys(isObject(sources) ? sources : {})),
    party: new Set(Object.keys(isObject(parties) ? parties : {})),
    list: new Set<unknown>(objectsIn(lists).map(([{ id }]) => id)),
  };
  const found: Complaint[] = [];
  const need = (what: keyof typeof known, name: unknown, path: PropertyKey[]) => {
    if (typeof name === 'string' && !known[what].has(name))
      found.push({ path, message: `There is no ${what} ${name} in this dossier; add it or look at its spelling` });
  };
  for (const [{ source }, i] of objectsIn(lists)) need('source', source, ['lists', i, 'source']);
  for (const [each, i] of objectsIn(facts)) {
    need('source', each.source, ['facts', i, 'source']);
    need('list', each.list, ['facts', i, 'list']);
    for (const kind of PARTY_KINDS) need('party', each[kind], ['facts', i, kind]);
  }
  return found;
}

/** A fact is told apart by its id: no two may have the same, given or made of their parts. */
function doubledFacts(facts: readonly Fact[]): Complaint[] {
  const ids = new Map<string, number>();
  return facts.flatMap((each, i) => {
    const id = factIdOf(each);
    const before = ids.get(id);
    ids.set(id, before ?? i);
    if (before === undefined) return [];
    const message = `Fact ${before + 1} has the id ${id} too; give this one an id of its own`;
    return [{ path: ['facts', i, 'id'], message }];
  });
}

/** Facts of this dossier that another fact names and that are not in it; those of other dossiers the log is asked for. */
function factsThatAreNot(facts: readonly Fact[]): Complaint[] {
  const ids = new Set(facts.map(factIdOf));
  const complaint = (ref: string, own: string) => {
    if (ref === own) return 'A fact cannot speak of itself; name another';
    if (ref.includes('/') || ids.has(ref)) return null;
    return `There is no fact ${ref} in this dossier; give it that id, or write dossier/fact for one of another`;
  };
  return facts.flatMap((each, i) =>
    refsOf(each).flatMap(([ref, field]) => {
      const message = complaint(ref, factIdOf(each));
      return message === null ? [] : [{ path: ['facts', i, ...field], message }];
    }),
  );
}

/** The facts that a fact names, with the fields that name them. */
export function refsOf({ kind, fact }: Fact): [ref: string, field: PropertyKey[]][] {
  switch (kind) {
    case 'said': {
      const { inReactionTo, about } = fact;
      const reaction: [string, PropertyKey[]][] = inReactionTo ? [[inReactionTo, ['inReactionTo']]] : [];
      return [
        ...reaction,
        ...(about.facts ?? []).map((ref, i): [string, PropertyKey[]] => [ref, ['about', 'facts', i]]),
      ];
    }
    case 'resolved':
      return fact.inReactionTo ? [[fact.inReactionTo, ['inReactionTo']]] : [];
    case 'corrected':
      return [[fact.corrected, ['corrected']]];
    case 'retracted':
      return [[fact.retracted, ['retracted']]];
    default:
      return [];
  }
}
