const NULL = '-0- ';

/** A publication of invented entries as OFAC's sdn.csv has them, a third of them persons: some 250 bytes each. */
export function sdnFile(
  entries: number,
  { changed = 0, round = 0 }: { changed?: number; round?: number } = {},
): Buffer {
  const rows = Array.from({ length: entries }, (_, n) => {
    const person = n % 3 === 0;
    const position = n < changed ? `Officer of rank ${round}` : null;
    const remarks = `DOB ${1 + (n % 28)} Jan 19${50 + (n % 50)}; POB Corbenic, Listeneise; Passport L${n} (Iran); alt. Passport M${n} (Syria); Linked To: HOUSE ${n % 97}.`;
    return [
      ...[1_000 + n, `"HOUSE ${n % 97}, Sample ${n}"`, person ? '"individual"' : NULL, '"SDGT] [IRAN"'],
      ...[position ? `"${position}"` : NULL, NULL, NULL, NULL, NULL, NULL, NULL],
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
