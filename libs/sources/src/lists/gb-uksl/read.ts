import type { ReadLimits } from '../../limits.ts';
import type { PublishedFile, ReadPublication, RowContent, RowValue, SourceRow } from '../../list-source.ts';
import { dayOf } from '../../mapping/dates.ts';
import { distinct, text } from '../../mapping/parts.ts';
import { readTable, type Cells } from '../../reading/table.ts';
import { known, readEntries, type XmlShape } from '../../reading/xml-entries.ts';
import { ambiguousGroups } from './ambiguous-groups.ts';

/**
 * Known and left out on purpose: the script is told from the letters of a name, and the indicators say again what
 * `SanctionsImposed` says. By their names in the XML and in the CSV.
 */
export const LEFT_OUT = [
  ...['NonLatinScriptType', 'NonLatinScriptLanguage', 'SanctionsImposedIndicators'],
  ...['Non-latin script type', 'Non-latin script language'],
];

export const SHAPE: XmlShape = {
  root: 'Designations',
  header: ['DateGenerated'],
  entries: {
    Designation: known({
      '': `LastUpdated DateDesignated UniqueID OFSIGroupID UNReferenceNumber RegimeName IndividualEntityShip
        DesignationSource SanctionsImposed SanctionsImposedIndicators OtherInformation UKStatementofReasons`,
      'Names/Name': 'Name1 Name2 Name3 Name4 Name5 Name6 NameType AliasStrength',
      'NonLatinNames/NonLatinName': 'NameNonLatinScript NonLatinScriptType NonLatinScriptLanguage',
      Titles: 'Title',
      'Addresses/Address': `AddressLine1 AddressLine2 AddressLine3 AddressLine4 AddressLine5 AddressLine6
        AddressPostalCode AddressCountry`,
      PhoneNumbers: 'PhoneNumber',
      EmailAddresses: 'EmailAddress',
      Websites: 'Website',
      'IndividualDetails/Individual/DOBs': 'DOB',
      'IndividualDetails/Individual/Nationalities': 'Nationality',
      'IndividualDetails/Individual/PassportDetails/Passport': 'PassportNumber PassportAdditionalInformation',
      'IndividualDetails/Individual/NationalIdentifierDetails/NationalIdentifier': `NationalIdentifierNumber
        NationalIdentifierAdditionalInformation`,
      'IndividualDetails/Individual/Positions': 'Position',
      'IndividualDetails/Individual/Genders': 'Gender',
      'IndividualDetails/Individual/BirthDetails/Location': 'TownOfBirth CountryOfBirth',
      'EntityDetails/Entity/TypeOfEntities': 'TypeOfEntity',
      'EntityDetails/Entity/BusinessRegistrationNumbers': 'BusinessRegistrationNumber',
      'EntityDetails/Entity/ParentCompanies': 'ParentCompany',
      'EntityDetails/Entity/Subsidiaries': 'Subsidiary',
      'ShipDetails/Ship/IMONumbers': 'IMONumber',
      'ShipDetails/Ship/CurrentOwnerOperators': 'CurrentOwnerOperator',
      'ShipDetails/Ship/PreviousOwnerOperators': 'PreviousOwnerOperator',
      'ShipDetails/Ship/CurrentBelievedFlagOfShips': 'CurrentBelievedFlagOfShip',
      'ShipDetails/Ship/PreviousFlags': 'PreviousFlag',
      'ShipDetails/Ship/TypeOfShipDetails': 'TypeOfShip TypeOfShipDetail',
      'ShipDetails/Ship/TonnageOfShipDetails': 'TonnageOfShip TonnageOfShipDetail',
      'ShipDetails/Ship/LengthOfShipDetails': 'LengthOfShip LengthOfShipDetail',
      'ShipDetails/Ship/YearsBuilt': 'YearBuilt',
      'ShipDetails/Ship/HullIdentificationNumbers': 'HullIdentificationNumber',
    }),
  },
};

/** Reads the UK Sanctions List's XML. Both forms of the list become rows of the same members. */
export async function readUkslXml(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const { entries, header, unknown } = await readEntries(file, limits, SHAPE);
  const publishedOn = dayOf(header.DateGenerated?.[0]);
  const rows = entries.map(({ content, at, broken }) => ({
    ...rowOf(text(content, 'UniqueID') ?? '', content, at),
    ...(broken ? { broken } : {}),
  }));
  return {
    rows,
    unknown,
    ambiguous: ambiguousGroups(rows),
    ...(publishedOn ? { publishedOn } : {}),
  };
}

const rowOf = (reference: string, content: RowContent, at: string): SourceRow => ({
  reference,
  sourceIds: {},
  at,
  content,
});

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
    return rowOf(reference, contentOf(reference, cells), group[0]!.at);
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
