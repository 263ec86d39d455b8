import type { PublishedFile, ReadLimits, ReadPublication } from '../../list-source.ts';
import { dayOf } from '../../mapping/dates.ts';
import { text } from '../../mapping/parts.ts';
import { known, readEntries, type XmlShape } from '../../reading/xml-entries.ts';
import { ambiguousGroups } from './ambiguous-groups.ts';

/**
 * Known and left out on purpose: the script is told from the letters of a name, and the indicators say again what
 * `SanctionsImposed` says.
 */
export const LEFT_OUT = ['NonLatinScriptType', 'NonLatinScriptLanguage', 'SanctionsImposedIndicators'];

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

/** Reads the UK Sanctions List's XML. Both formats of the list become rows with the same members. */
export async function readUkslXml(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const { entries, header, unknown } = await readEntries(file, limits, SHAPE);
  const publishedOn = dayOf(header.DateGenerated?.[0]);
  const rows = entries.map(({ content, at, broken }) => ({
    reference: text(content, 'UniqueID') ?? '',
    at,
    content,
    broken,
  }));
  return {
    rows,
    unknown,
    ambiguous: ambiguousGroups(rows),
    ...(publishedOn ? { publishedOn } : {}),
  };
}
