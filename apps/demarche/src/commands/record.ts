import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { InputError } from '#domain';
import { readDossier, recordDossier } from '#dossiers';
import { printJson, say } from '../print.ts';
import type { Context } from '../context.ts';

/** `record <dossier.yaml>…`: facts that people recorded, with their sources. */
export function recordCommand(program: Command, { withWorkspace }: Context): void {
  program
    .command('record')
    .description('record dossiers: curated facts with their sources; repeating it adds nothing')
    .argument('<dossiers...>', 'YAML files')
    .option('--check', 'only check them')
    .option('--json')
    .action(async (files: string[], { check, json }: { check?: true; json?: true }) => {
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
          const report = await recordDossier(workspace.log, dossier, { actor: 'cli', observedAt, check });
          if (json) printJson(report);
          else say(`${report.dossier}: ${report.facts} facts, ${report.events} ${check ? 'would be ' : ''}new`);
        }
        if (!check) await workspace.catchUp();
      });
    });
}
