import type { PublishedFile, ReadLimits, ReadPublication, RowContent, RowValue } from '../../list-source.ts';
import { dayOf } from '../../mapping/dates.ts';
import { distinct } from '../../mapping/parts.ts';
import { readTable, type Cells } from '../../reading/table.ts';
import { ambiguousGroups } from './ambiguous-groups.ts';

/** Known and left out on purpose: the script is told from the letters of a name. */
export const LEFT_OUT = ['Non-latin script type', 'Non-latin script language'];

/** Where each column of the CSV stands in the XML: groups of columns that are one element, then single ones. */
const GROUPS: { path: string[]; columns: Record<string, string> }[] = [
  {
    path: ['Names', 'Name'],
    columns: {
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`Name ${n}`, `Name${n}`])),
      'Name type': 'NameType',
      'Alias strength': 'AliasStrength',
    },
  },
  {
    path: ['NonLatinNames', 'NonLatinName'],
    columns: {
      'Name non-latin script': 'NameNonLatinScript',
      'Non-latin script type': 'NonLatinScriptType',
      'Non-latin script language': 'NonLatinScriptLanguage',
    },
  },
  {
    path: ['Addresses', 'Address'],
    columns: {
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`Address Line ${n}`, `AddressLine${n}`])),
      'Address Postal Code': 'AddressPostalCode',
      'Address Country': 'AddressCountry',
    },
  },
  {
    path: ['IndividualDetails', 'Individual', 'PassportDetails', 'Passport'],
    columns: {
      'Passport number': 'PassportNumber',
      'Passport additional information': 'PassportAdditionalInformation',
    },
  },
  {
    path: ['IndividualDetails', 'Individual', 'NationalIdentifierDetails', 'NationalIdentifier'],
    columns: {
      'National Identifier number': 'NationalIdentifierNumber',
      'National Identifier additional information': 'NationalIdentifierAdditionalInformation',
    },
  },
  {
    path: ['IndividualDetails', 'Individual', 'BirthDetails', 'Location'],
    columns: { 'Town of birth': 'TownOfBirth', 'Country of birth': 'CountryOfBirth' },
  },
];
const SINGLE: Record<string, string[]> = {
  'Last Updated': ['LastUpdated'],
  'OFSI Group ID': ['OFSIGroupID'],
  'UN Reference Number': ['UNReferenceNumber'],
  'Regime Name': ['RegimeName'],
  'Designation Type': ['IndividualEntityShip'],
  'Designation source': ['DesignationSource'],
  'Sanctions Imposed': ['SanctionsImposed'],
  'Other Information': ['OtherInformation'],
  'UK Statement of Reasons': ['UKStatementofReasons'],
  'Date Designated': ['DateDesignated'],
  Title: ['Titles', 'Title'],
  'Phone number': ['PhoneNumbers', 'PhoneNumber'],
  Website: ['Websites', 'Website'],
  'Email address': ['EmailAddresses', 'EmailAddress'],
  'D.O.B': ['IndividualDetails', 'Individual', 'DOBs', 'DOB'],
  'Nationality(/ies)': ['IndividualDetails', 'Individual', 'Nationalities', 'Nationality'],
  Position: ['IndividualDetails', 'Individual', 'Positions', 'Position'],
  Gender: ['IndividualDetails', 'Individual', 'Genders', 'Gender'],
  'Type of entity': ['EntityDetails', 'Entity', 'TypeOfEntities', 'TypeOfEntity'],
  Subsidiaries: ['EntityDetails', 'Entity', 'Subsidiaries', 'Subsidiary'],
  'Parent company': ['EntityDetails', 'Entity', 'ParentCompanies', 'ParentCompany'],
  'Business registration number (s)': [
    'EntityDetails',
    'Entity',
    'BusinessRegistrationNumbers',
    'BusinessRegistrationNumber',
  ],
  'IMO number': ['ShipDetails', 'Ship', 'IMONumbers', 'IMONumber'],
  'Current owner/operator (s)': ['ShipDetails', 'Ship', 'CurrentOwnerOperators', 'CurrentOwnerOperator'],
  'Previous owner/operator (s)': ['ShipDetails', 'Ship', 'PreviousOwnerOperators', 'PreviousOwnerOperator'],
  'Current believed flag of ship': ['ShipDetails', 'Ship', 'CurrentBelievedFlagOfShips', 'CurrentBelievedFlagOfShip'],
  'Previous flags': ['ShipDetails', 'Ship', 'PreviousFlags', 'PreviousFlag'],
  'Type of ship': ['ShipDetails', 'Ship', 'TypeOfShipDetails', 'TypeOfShip'],
  'Tonnage of ship': ['ShipDetails', 'Ship', 'TonnageOfShipDetails', 'TonnageOfShip'],
  'Length of ship': ['ShipDetails', 'Ship', 'LengthOfShipDetails', 'LengthOfShip'],
  'Year Built': ['ShipDetails', 'Ship', 'YearsBuilt', 'YearBuilt'],
  'Hull identification number (HIN)': ['ShipDetails', 'Ship', 'HullIdentificationNumbers', 'HullIdentificationNumber'],
};
export const COLUMNS = ['Unique ID', ...Object.keys(SINGLE), ...GROUPS.flatMap(({ columns }) => Object.keys(columns))];

/** Reads the CSV: a row for each name with each address and so on. Rows of one Unique ID are one entry. */
export async function readUkslCsv(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const {
    preamble,
    rows: lines,
    unknown,
  } = await readTable(file, limits, {
    required: ['Unique ID', 'Name 6', 'Regime Name', 'Designation Type'],
    known: COLUMNS,
    preamble: 1,
  });
  const publishedOn = dayOf(
    /:\s*(\d{1,2})-([A-Za-z]{3})-(\d{4})/
      .exec(preamble[0]?.join(' ') ?? '')
      ?.slice(1)
      .join(' '),
  );
  const groups = Map.groupBy(lines, ({ cells }) => cells['Unique ID'] ?? '');
  const rows = [...groups].map(([reference, group]) => {
    const cells = group.map((line) => line.cells);
    return { reference, at: group[0]!.at, content: contentOf(reference, cells) };
  });
  return {
    rows,
    unknown,
    ambiguous: ambiguousGroups(rows),
    ...(publishedOn ? { publishedOn } : {}),
  };
}

/** The rows of an entry as the tree that the XML has. */
function contentOf(reference: string, rows: Cells[]): RowContent {
  const content: RowContent = { UniqueID: reference };
  for (const { path, columns } of GROUPS) {
    const elements = rows.map((cells) =>
      Object.fromEntries(
        Object.entries(columns).flatMap(([column, name]) => (cells[column] ? [[name, cells[column]]] : [])),
      ),
    );
    put(content, path, distinct(elements.filter((each) => Object.keys(each).length > 0)));
  }
  for (const [column, path] of Object.entries(SINGLE))
    put(content, path, distinct(rows.flatMap((cells) => cells[column] ?? [])));
  return content;
}

function put(content: RowContent, path: string[], values: RowValue[]): void {
  if (values.length === 0) return;
  const last = path.at(-1)!;
  const parent = path.slice(0, -1).reduce<RowContent>((node, name) => (node[name] ??= {}) as RowContent, content);
  parent[last] = values.length === 1 ? values[0]! : values;
}
