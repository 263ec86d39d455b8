import { readFileSync } from 'node:fs';
import type { ListSource } from '../../list-source.ts';
import { listFromMapping } from './list-from-mapping.ts';
import { words } from '../../reading/text.ts';

const mapped = (list: string): ListSource =>
  listFromMapping(readFileSync(new URL(`./built-in/${list}.yaml`, import.meta.url), 'utf8'));

/** Lists that need no reader of their own: a table with its mapping in `built-in/`. */
export const tableLists: readonly ListSource[] = words(`
  kg-fiu ch-fiaa cn-mofcom bg-national au-dfat ua-nsdc-persons ua-nsdc-organizations fr-gels jp-meti-eul sg-tsfa
  il-nbctf-wallets ar-repet-personas ar-repet-entidades pl-mswia-persons pl-mswia-organizations nz-russia
`).map(mapped);
