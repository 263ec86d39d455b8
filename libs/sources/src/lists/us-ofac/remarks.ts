import type { Subject, SubjectType } from '#domain';
import { takeFeature, type Feature, type Features } from './features.ts';

/** What OFAC names in Remarks, as printed; longer names first, so that each is taken whole. */
const NAMED = [
  'Additional Sanctions Information -',
  'Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:',
  'Secondary sanctions risk:',
  'Linked To:',
  'Organization Type:',
  'Target Type',
  'Organization Established Date',
  'Gender',
  'DOB',
  'POB',
  'nationality',
  'citizen',
  'Website',
  'Email Address',
  'Phone Number',
  'Telephone',
  'Telephone:',
  'Fax',
  'Fax:',
  'Nationality of Registration',
  'Other Vessel Flag',
  'Former Vessel Flag',
  'Vessel Flag',
  'Vessel Year of Build',
  'Vessel Call Sign',
  'Other Vessel Call Sign',
  'Vessel Type',
  'Other Vessel Type',
  'Vessel Owner',
  'Vessel Registration Identification',
  'MMSI',
  "Aircraft Manufacturer's Serial Number (MSN)",
  'Aircraft Construction Number (also called L/N or S/N or F/N)',
  'Aircraft Manufacture Date',
  'Aircraft Mode S Transponder Code',
  'Aircraft Model',
  'Aircraft Operator',
  'Aircraft Tail Number',
  'Previous Aircraft Tail Number',
  'Passport',
  'Stateless Person Passport',
  'Diplomatic Passport',
  'SSN',
  'SWIFT/BIC',
  'D.N.I.',
  'C.U.I.T.',
  'C.U.I.',
  'C.U.I.P.',
  'C.U.R.P.',
  'R.F.C.',
  'C.R. No.',
  'I.F.E.',
  'NIT #',
  'RUC #',
  'RIF #',
  'RTN',
  'N.I.E.',
  'CNP (Personal Numerical Code)',
  'US FEIN',
  'UAE Identification',
  'V.A.T. Number',
  'Identification Number',
  'Tax ID No.',
  'National ID No.',
  'Registration ID',
  'Registration Number',
  'Business Registration Document #',
  'License',
  'Cedula No.',
  'Cedula de Extranjeria',
  'Cedula de Residencia',
  'Cedula de Ciudadania',
  'Matricula Mercantil No',
  'Folio Mercantil No.',
  'BIK (RU)',
  'Bank Identifier Code',
  'Unified Social Credit Code (USCC)',
  'Chinese Commercial Code',
  'Personal ID Card',
  'Credencial electoral',
  'Cartilla de Servicio Militar Nacional',
  'Istanbul Chamber of Comm. No.',
  'Numero de Identidad',
  'Electoral Registry No.',
  'Carnet Diplomatico',
  'Kenyan ID No.',
  'Tarjeta de Identidad',
  'Equity Ticker',
  'Issuer Name',
  'ISIN',
  'Residency Number',
  'Refugee ID Card',
  'Travel Document Number',
  'Interpol: Red Notice. File No.',
  'CAATSA Section 235 Information:',
  'Aircraft Serial Identification',
  'Alternate Title,',
  'Alternate Title:',
  'Position:',
].sort((a, b) => b.length - a.length);

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const NAME = new RegExp(`^(?:[aA]lt\\. )?(${NAMED.map(escaped).join('|')})(?= |$) ?`);
/** Names that vary: `Digital Currency Address - XBT`, `Executive Order 13662 Directive Determination -`, any `… Number`. */
const VARYING =
  /^(?:[aA]lt\. )?(Digital Currency Address - \w+|Executive Order \d+ Directive (?:Determination|Information)(?: -)?|(?:Listing|Effective|Purchase\/Sales For Divestment) Date \([^)]+\):?|[A-Z][\w.'/-]*(?: [\w.'/()&-]+){0,7}? (?:Number|No\.|ID|Code|Certificate|Card|#))(?= )[ ]/;
const ALIAS = /^(a|f|n)\.k\.a\.,? (?:['"]|'")(.+?)(?:['"]|"')\.?$/;
const KINDS = { a: 'aka', f: 'fka', n: 'nka' } as const;

export interface Remarks {
  /** Weak ones: OFAC's tables have the strong ones in a file of their own. */
  aliases: Subject['aliases'];
  /** What no rule could read, in its own words. */
  rest: string[];
}

/** How long the field of a delimited file can be. */
const FIELD = 1_000;

/**
 * Reads OFAC's Remarks: parts that each begin with a name, joined by semicolons. What begins with none is kept. In the
 * delimited file the field ends after 1,000 characters wherever that is, so that its last part says nothing for sure and
 * is left to the row: `isWhole` says that more was joined to it.
 */
export function readRemarks(remarks: string, features: Features, subject: SubjectType, isWhole: boolean): Remarks {
  const result: Remarks = { aliases: [], rest: [] };
  const parts = remarks.replaceAll(') (Linked To', '); (Linked To').replace(/\.$/, '').split(/; */);
  const isCut = !isWhole && remarks.length >= FIELD - 10 && !remarks.endsWith('.');
  if (isCut) {
    features.unread.push('Remarks: cut off after 1,000 characters');
    parts.pop();
  }
  for (const part of parts) {
    const [, kind, name] = ALIAS.exec(part) ?? [];
    if (kind && name) {
      result.aliases.push({ name, kind: KINDS[kind as keyof typeof KINDS], strength: 'weak' });
      continue;
    }
    const feature = featureIn(part);
    if (feature) takeFeature(features, feature, subject);
    else if (part !== '') {
      features.unread.push('Remarks: a part that begins with no known name');
      result.rest.push(part.replace(/\.$/, ''));
    }
  }
  return result;
}

/** A part of Remarks as a feature; nothing where it begins with no name, or says nothing after it. */
function featureIn(part: string): Feature | undefined {
  // `(Linked To: HAMAS)`, as the XML prints it.
  const bare = /^\(Linked To: .*\)$/.test(part) ? part.slice(1, -1) : part;
  const match = NAME.exec(bare) ?? VARYING.exec(bare);
  if (!match) return undefined;
  const value = bare.slice(match[0].length).trim();
  return value === '' ? undefined : { type: plainType(match[1]!), ...detailsIn(value, match[1]!) };
}

/** The names of things, without what joins them to their value. */
export const plainType = (printed: string): string =>
  (/[:,-]$/.test(printed) ? printed.slice(0, -1).trimEnd() : printed).replace(/^alt\. /, '');

const NO_DETAILS =
  /^(DOB|POB|nationality|citizen|Linked To|Organization Type|Target Type|Gender|Secondary|Additional|Transactions|Website|Email|Aircraft|Telephone|Phone|Fax|Executive|Listing|Effective|CAATSA|Former|Other|Vessel (Type|Flag|Owner))/;

/** `A10472263 (Malaysia) issued 12 Aug 2000 expires 19 Jun 2005` */
function detailsIn(value: string, type: string): Omit<Feature, 'type'> {
  if (NO_DETAILS.test(type)) return { value };
  const match =
    /^(.*?)(?: \(([^()]+(?:\([^()]*\))?)\))?(?: issued (\d\d? \w{3} \d{4}|\w{3} \d{4}|\d{4}))?(?: expires (\d\d? \w{3} \d{4}|\w{3} \d{4}|\d{4}))?$/.exec(
      value,
    );
  const [, number, country, issuedOn, expiresOn] = match!;
  if (number === '') return { value };
  return {
    value: number!,
    ...(country ? { country } : {}),
    ...(issuedOn ? { issuedOn } : {}),
    ...(expiresOn ? { expiresOn } : {}),
  };
}
