const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// Characters that no XML 1.0 document may have, however they are written: https://www.w3.org/TR/xml/#charsets
const NO_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** Text that others wrote as it may stand in XML and HTML, in attributes too. What XML cannot have is shown as U+FFFD. */
export const escaped = (text: string): string =>
  text.replace(NO_XML, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
