import { canonicalize } from '#domain';
import { publicForm, type RecordedEvent } from '#event-log';

/** As the HTTP binding writes an attribute: of ASCII what can be seen, without quotation marks and per cent; all else percent-encoded. */
const headerText = (text: string): string =>
  text.replace(/[^\u0021\u0023\u0024\u0026-\u007e]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

/**
 * An event in binary mode: the attributes in headers, the data as the body.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode
 */
export function binaryMode(event: RecordedEvent): { headers: Record<string, string>; body: Buffer } {
  const { data, datacontenttype, ...attributes } = publicForm(event);
  return {
    headers: {
      'content-type': String(datacontenttype),
      ...Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [`ce-${name}`, headerText(String(value))]),
      ),
    },
    body: Buffer.from(canonicalize(data)),
  };
}
