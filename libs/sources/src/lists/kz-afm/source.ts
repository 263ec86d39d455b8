import type { ListSource } from '../../list-source.ts';
import { rootOf } from '../../reading/recognise.ts';
import { mapAfm } from './map.ts';
import { readAfm } from './read.ts';

/**
 * Kazakhstan's list of those linked with the financing of terrorism and extremism. Its exports `active`, `included` and
 * `excluded` are three views of one list: what only names some entries delists none of the others. Persons are known by
 * their personal number (IIN) where there is one, else by names and birth date, which costs what is said at `ca-sema`.
 */
export const kzAfm: ListSource = {
  list: 'kz-afm',
  authority: 'KZ',
  name: 'List of organizations and persons linked with the financing of terrorism and extremism (AFM)',
  url: 'https://websfm.kz/terrorism',
  publisher: 'Agency of the Republic of Kazakhstan for Financial Monitoring',
  formats: [
    {
      reader: 'kz-afm/3',
      looksLike: 'XML with the root xml and persons or organisations in it',
      recognises: (files) =>
        files.length === 1 &&
        rootOf(files[0]!.head)?.name === 'xml' &&
        /<(persons|organisations|organisationscis)[\s/>]/.test(files[0]!.head),
      read: ([file], limits) => readAfm(file!, limits),
      map: mapAfm,
    },
  ],
};
