import { expect, it } from '@jest/globals';
import { plainEntities } from './entities.ts';

it.each([
  ['Caf&eacute; &#8211; M&#x2019;s', 'Café – M’s'],
  ['Ban &amp;amp; Bors &amp;#39;&#146;&nbsp;&#10;.', "Ban & Bors '’  ."],
  ['AT&T; R&D &unknown; &#0; &#xD800; &#99999999; &amp', 'AT&T; R&D &unknown; &#0; &#xD800; &#99999999; &amp'],
  ['&yuml;&Yuml;&iexcl;&THORN;&Ccaron;', 'ÿŸ¡ÞČ'],
])('%s is %s', (printed, plain) => expect(plainEntities(printed)).toBe(plain));
