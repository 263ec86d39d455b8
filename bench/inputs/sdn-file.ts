const NULL = '-0- ';

/** A publication of invented entries as OFAC's sdn.csv has them, a third of them persons: some 250 bytes each. */
export function sdnFile(
  entries: number,
  { changed = 0, round = 0, first = 0 }: { changed?: number; round?: number; first?: number } = {},
): Buffer {
  const rows = Array.from({ length: entries }, (_, i) => {
    const n = first + i;
    const person = n % 3 === 0;
    const position = i < changed ? `Officer of rank ${round}` : null;
    const remarks = `DOB ${1 + (n % 28)} Jan 19${50 + (n % 50)}; POB Corbenic, Listeneise; Passport L${n} (Iran); alt. Passport M${n} (Syria); Linked To: HOUSE ${n % 97}.`;
    return [
      1_000 + n,
      `"HOUSE ${n % 97}, Sample ${n}"`,
      person ? '"individual"' : NULL,
      '"SDGT] [IRAN"',
      position ? `"${position}"` : NULL,
      ...Array<string>(6).fill(NULL),
      person
        ? `"${remarks}"`
        : '"Registration ID 10203 (Iran); Additional Sanctions Information - Subject to Secondary Sanctions."',
    ].join(',');
  });
  return Buffer.from(`${rows.join('\r\n')}\r\n\u001a`);
}

/** The same as SDN.XML of a day given as MM/DD/YYYY. */
export function sdnXmlFile(entries: number, day: string): Buffer {
  const rows = Array.from(
    { length: entries },
    (_, n) => `
  <sdnEntry><uid>${1_000 + n}</uid><lastName>HOUSE ${n % 97}</lastName><firstName>Sample ${n}</firstName><sdnType>Individual</sdnType>
    <programList><program>SDGT</program><program>IRAN</program></programList>
    <idList><id><uid>${100_000 + n}</uid><idType>Passport</idType><idNumber>L${n}</idNumber><idCountry>Iran</idCountry></id></idList>
    <akaList><aka><uid>${200_000 + n}</uid><type>a.k.a.</type><category>strong</category><lastName>KNIGHT ${n}</lastName></aka></akaList>
    <addressList><address><uid>${300_000 + n}</uid><city>Corbenic</city><country>Syria</country></address></addressList>
    <dateOfBirthList><dateOfBirthItem><uid>${400_000 + n}</uid><dateOfBirth>0${1 + (n % 9)} Jan 1960</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>
  </sdnEntry>`,
  );
  return Buffer.from(
    `<?xml version="1.0" standalone="yes"?>\n<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>${day}</Publish_Date><Record_Count>${entries}</Record_Count></publshInformation>${rows.join('')}\n</sdnList>`,
  );
}

/** The same as OFAC's enhanced XML, in which an entry takes six thousand bytes: its head, an entry, its end. */
export const SDN_ENHANCED = {
  head: `<?xml version="1.0" encoding="utf-8"?>
<sanctionsData xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML">
  <publicationInfo><dataAsOf>2024-01-01T00:00:00</dataAsOf></publicationInfo>
  <entities>`,
  entry: (n: number): string => `
    <entity id="${1_000 + n}">
      <generalInfo><identityId>${n}</identityId><entityType refId="600">Individual</entityType></generalInfo>
      <sanctionsLists><sanctionsList refId="1550" id="${20_000 + n}" datePublished="2019-03-26">SDN List</sanctionsList></sanctionsLists>
      <sanctionsPrograms><sanctionsProgram refId="211" id="${n}">SDGT</sanctionsProgram></sanctionsPrograms>
      <sanctionsTypes><sanctionsType refId="1705" id="${n}">Block</sanctionsType></sanctionsTypes>
      <names>${[0, 1, 2].map((each) => enhancedName(3 * n + each, each === 0)).join('')}
      </names>
      <features>${[1, 2, 3, 4, 5].map((each) => birth(5 * n + each, 1960 + each)).join('')}
      </features>
    </entity>`,
  tail: '\n  </entities>\n</sanctionsData>',
};

const enhancedName = (id: number, isPrimary: boolean) => `
        <name id="${id}">
          <isPrimary>${isPrimary}</isPrimary>
          ${isPrimary ? '' : '<aliasType refId="1400">A.K.A.</aliasType>'}
          <isLowQuality>false</isLowQuality>
          <translations>
            <translation id="${id}">
              <isPrimary>true</isPrimary>
              <script refId="20122">Latin</script>
              <formattedFirstName>Sample ${id}</formattedFirstName>
              <formattedLastName>HOUSE ${id % 97}</formattedLastName>
              <formattedFullName>HOUSE ${id % 97}, Sample ${id}</formattedFullName>
              <nameParts>
                <namePart id="${id}"><type refId="1521">First Name</type><value>Sample ${id}</value></namePart>
                <namePart id="${id}"><type refId="1520">Last Name</type><value>House ${id % 97}</value></namePart>
              </nameParts>
            </translation>
          </translations>
        </name>`;

const birth = (id: number, year: number) => `
        <feature id="${id}">
          <type featureTypeId="8">Birthdate</type>
          <versionId>${id}</versionId>
          <value>${year}</value>
          <valueDate id="${id}">
            <fromDateBegin>${year}-01-01</fromDateBegin>
            <fromDateEnd>${year}-01-01</fromDateEnd>
            <toDateBegin>${year}-12-31</toDateBegin>
            <toDateEnd>${year}-12-31</toDateEnd>
            <isApproximate>false</isApproximate>
            <isDateRange>false</isDateRange>
          </valueDate>
          <isPrimary>true</isPrimary>
        </feature>`;
