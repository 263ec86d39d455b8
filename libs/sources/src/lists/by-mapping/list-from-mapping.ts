import { parse } from 'yaml';
import { ftmList, ftmMapping } from './ftm.ts';
import type { ListSource } from '../../list-source.ts';
import { tableMapping } from './table-mapping.ts';
import { tableList } from './table.ts';

/**
 * A list from a YAML mapping: the door for every list that has no reader of its own. With `format: ftm` it is read from
 * FollowTheMoney entities, else from a table. Throws where the mapping is wrong, naming the member.
 */
export function listFromMapping(yaml: string): ListSource {
  const mapping: unknown = parse(yaml);
  const isFtm = typeof mapping === 'object' && mapping !== null && 'format' in mapping && mapping.format === 'ftm';
  return isFtm ? ftmList(ftmMapping.parse(mapping)) : tableList(tableMapping.parse(mapping));
}
