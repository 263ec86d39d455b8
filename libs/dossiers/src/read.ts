import { isAlias, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { InputError } from '#domain';
import { dossier, type Dossier } from './schema.ts';

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

  const { data, error } = dossier.safeParse(document.toJS());
  const issues = (error?.issues ?? []).map(({ path, message }) => ({
    file,
    ...at(offsetOf(document, path)),
    field: path.map((key) => `/${String(key)}`).join(''),
    message,
  }));
  const loose = data
    ? looseEnds(data).map(({ path, message }) => ({
        file,
        ...at(offsetOf(document, path)),
        field: path.map((key) => `/${key}`).join(''),
        message,
      }))
    : [];
  if (issues.length + loose.length > 0) throw new DossierError([...issues, ...loose]);
  return data!;
}

/** Where the innermost part of the path begins that is there at all. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}

/** Names that lead nowhere, and ids given twice. */
function looseEnds({ sources, parties, lists, facts }: Dossier): { path: (string | number)[]; message: string }[] {
  const found: { path: (string | number)[]; message: string }[] = [];
  const ids = new Map<string, number>();
  const needSource = (key: string, path: (string | number)[]) => {
    if (!(key in sources)) found.push({ path, message: `There is no source ${key} in this dossier` });
  };
  lists.forEach(({ source }, i) => needSource(source, ['lists', i, 'source']));
  facts.forEach(({ kind, fact }, i) => {
    needSource(fact.source, ['facts', i, 'source']);
    const party = kind === 'reviewed' ? undefined : (fact as unknown as Record<string, string>)[kind]!;
    if (party !== undefined && !(party in parties))
      found.push({ path: ['facts', i, kind], message: `There is no party ${party} in this dossier` });
    if (fact.id === undefined) return;
    const before = ids.get(fact.id);
    if (before !== undefined)
      found.push({ path: ['facts', i, 'id'], message: `Fact ${before + 1} has the id ${fact.id} too` });
    ids.set(fact.id, i);
  });
  return found;
}
