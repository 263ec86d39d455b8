import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import ts from 'typescript';

// The recipe of docs/ARCHITECTURE.md, "An event": the compiler names every place that must know a new one.
const EVENTS = resolve('libs/domain/src/government/events.ts');
const WRITTEN = `export const ControlDenied = eventOf('ControlDenied', provenance.extend({ territory: authority }));\n`;

it('an event by the recipe is named by the compiler wherever it must be known, and read where it need not be', async () => {
  const text = await readFile(EVENTS, 'utf8');
  const changed = text
    .replace(/^export const governmentReport = .*$/m, (line) => WRITTEN + line)
    .replace(/(governmentReport = z\.discriminatedUnion\('type', \[)/, '$1ControlDenied, ');
  expect(changed).toContain('[ControlDenied,');

  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, resolve('.'));
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion, ...rest) =>
    resolve(name) === EVENTS
      ? ts.createSourceFile(name, changed, languageVersion, true)
      : readSource(name, languageVersion, ...rest);
  const roots = fileNames.filter((name) => /\/(libs|apps)\//.test(name) && !name.endsWith('.spec.ts'));
  const program = ts.createProgram(roots, { ...options, noEmit: true }, host);
  const places = new Set(
    program.getSemanticDiagnostics().map(({ file }) => file!.fileName.slice(resolve('.').length + 1)),
  );
  expect([...places].sort()).toEqual(PLACES);
});

const PLACES = ['libs/read-models/src/models/country-timeline/model.ts'];
