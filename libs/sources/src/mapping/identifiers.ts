import type { IdentifierType } from '#domain';
import { remembering } from './remembering.ts';

/** By the words of the printed type, the first that fits. Vessel registration comes before registration, and so on. */
const TYPES: [RegExp, IdentifierType][] = [
  [/passport|travel document/i, 'passport'],
  [/digital currency|crypto|virtual currency|wallet/i, 'crypto-address'],
  [/\bIMO\b|vessel registration identification/i, 'imo'],
  [/\bMMSI\b|maritime mobile/i, 'mmsi'],
  [/tail number|aircraft (tail|registration)/i, 'tail-number'],
  [/swift|\bBIC\b/i, 'bic'],
  [
    /tax|\bVAT\b|\bRFC\b|\bR\.?F\.?C\.?|\bN\.?I\.?T\b|\bRUC\b|\bRTN\b|fiscal|\bINN\b|\bTIN\b|\bC\.?U\.?I\.?T\b|\bRIF\b|\bGST\b/i,
    'tax',
  ],
  [
    /national id|identification number|identity card|identification card|id card|cedula|kennitala|d\.?n\.?i\b|\bnid\b|C\.?U\.?R\.?P|\bCPF\b|\bSSN\b|social security|national (foreign )?id|personal (id|code|number)|citizen.?s card|matricula|electoral|\bIIN\b|stateless person id|residency|birth certificate|carnet|\bN\.?I\.?E\b|tazkira|numero de identidad|CNIC|credencial/i,
    'national-id',
  ],
  [
    /registration|registered|company number|commercial|enterprise|business|trade license|license|\bOGRN\b|chamber of commerce|public registry|d-?u-?n-?s|organization code|organisation|economic register|registry|\bCR\b|\bLEI\b|C\.?R\.? No|folio|UK company|file number|government gazette|unified social credit|regon|^reg/i,
    'registration',
  ],
];

/** Maps a printed identifier type to ours. */
export const identifierTypeOf = remembering(
  (printed): IdentifierType => TYPES.find(([words]) => words.test(printed))?.[1] ?? 'other',
);
