import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Printed } from '#contract';
import { InputError } from '#domain';
import type { RecordReport } from '#dossiers';
import { printJson, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Options {
  check?: true;
  correct?: string;
  schema?: true;
  json?: true;
}

/** `record <dossier.yaml>…`: facts that people recorded, with their sources. */
export function recordCommand(program: Command, { withWorkspace }: Context): void {
  program
    .command('record')
    .description('record dossiers: curated facts with their sources; repeating it adds nothing')
    .argument('[dossiers...]', 'YAML files')
    .option('--check', 'only check them')
    .option('--correct <why>', 'facts whose text was changed are corrections, for this reason')
    .option('--schema', 'print the JSON Schema of dossiers, for editors')
    .option('--json')
    .action(async (files: string[], { check, correct, schema, json }: Options) => {
      const { dossierJsonSchema, readDossier, recordDossier } = await import('#dossiers');
      if (schema) return printJson(dossierJsonSchema());
      if (files.length === 0) throw new InputError('Name the dossiers to record: demarche record facts.yaml');
      // All of them are read before any is recorded.
      const dossiers = await Promise.all(
        files.map(async (file) => {
          const bytes = await readFile(file).catch(() => {
            throw new InputError(`${file} cannot be read`);
          });
          return readDossier(file, bytes);
        }),
      );
      await withWorkspace(async (workspace) => {
        for (const dossier of dossiers) {
          const observedAt = new Date().toISOString();
          const report = await recordDossier(workspace.log, dossier, { actor: 'cli', observedAt, check, correct });
          if (json) printJson<Printed['record']>(report);
          else say(sentenceOf(report, check ?? false));
        }
        if (!check) await workspace.catchUp();
      });
    });
}

function sentenceOf({ dossier, facts, events, corrections }: RecordReport, check: boolean): string {
  const corrected = corrections > 0 ? `, ${corrections} of them corrections` : '';
  return `${dossier}: ${facts} facts, ${events} ${check ? 'would be ' : ''}new${corrected}`;
}
