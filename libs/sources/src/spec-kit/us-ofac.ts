/** Publications of invented entries in OFAC's real formats, for specs. */
export interface SampleEntry {
  uid: number;
  name?: string;
  type?: 'individual' | 'vessel' | 'aircraft';
  programs?: string[];
  title?: string;
  remarks?: string;
  flag?: string;
  /** Further elements of the XML as they are. */
  more?: string;
}

const NULL = '-0- ';
const quoted = (text: string | undefined) => (text === undefined ? NULL : `"${text.replaceAll('"', '""')}"`);

/** As sdn.csv: no header, CRLF, an end-of-file mark at the end. */
export const sdnCsv = (entries: SampleEntry[]): string =>
  `${entries
    .map(({ uid, name = `SAMPLE ${uid}`, type, programs = ['SDGT'], title, flag, remarks }) =>
      [
        uid,
        quoted(name),
        quoted(type),
        quoted(programs.join('] [')),
        quoted(title),
        NULL,
        NULL,
        NULL,
        NULL,
        quoted(flag),
        NULL,
        quoted(remarks),
      ].join(','),
    )
    .join('\r\n')}\r\n\u001a`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const element = (name: string, text: string | undefined) =>
  text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`;
const TYPES = { individual: 'Individual', vessel: 'Vessel', aircraft: 'Aircraft' };

export const NAMESPACES = [
  'http://tempuri.org/sdnList.xsd',
  'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML',
];

/** As SDN.XML of a day given as MM/DD/YYYY. */
export const sdnXml = (
  day: string,
  entries: SampleEntry[],
  { count = entries.length, namespace = NAMESPACES[1] } = {},
) =>
  `<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="${namespace}">
  <publshInformation><Publish_Date>${day}</Publish_Date><Record_Count>${count}</Record_Count></publshInformation>
  ${entries
    .map(
      ({ uid, name = `SAMPLE ${uid}`, type, programs = ['SDGT'], title, remarks, more = '' }) =>
        `<sdnEntry><uid>${uid}</uid>${element('lastName', name)}${element('title', title)}<sdnType>${
          type ? TYPES[type] : 'Entity'
        }</sdnType>${element('remarks', remarks)}<programList>${programs
          .map((program) => element('program', program))
          .join('')}</programList>${more}</sdnEntry>`,
    )
    .join('\n  ')}
</sdnList>`;

export const manyEntries = (count: number, from = 1000): SampleEntry[] =>
  Array.from({ length: count }, (_, i) => ({ uid: from + i }));
