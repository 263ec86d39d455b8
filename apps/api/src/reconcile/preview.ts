import { createHash } from 'node:crypto';
import { propertyOf, PROPERTIES, typeOf, valuesOf, type FoundEntity } from '#screening';
import { escaped } from '../http/markup.ts';

const STYLE =
  'body{font:14px/1.4 system-ui,sans-serif;margin:12px;color:#1b1b1b;background:#fff}h1{font-size:17px;margin:0 0 2px}' +
  'p{margin:0 0 8px;color:#555}dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 12px;margin:0}dt{color:#555}dd{margin:0}';

/** Whoever reconciles shows the page in a frame of his; nothing but its own style is loaded or run. */
export const PREVIEW_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'frame-ancestors *',
].join('; ');

const MOST_VALUES = 6;

/** One entity as a small page: what tells it from namesakes, and where it stands on which list. */
export function previewOf(found: FoundEntity): string {
  const { entity } = found;
  const rows = PROPERTIES.map(({ id }) => [propertyOf(id).name, valuesOf(found, id)] as const)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `<dt>${escaped(name)}</dt><dd>${shown(values).map(escaped).join('<br>')}</dd>`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escaped(entity.caption)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escaped(entity.caption)}</h1><p>${escaped(typeOf(entity.schema).name)}</p>`,
    `<dl>${rows.join('')}</dl></body></html>`,
  ].join('');
}

const shown = (values: readonly string[]): string[] =>
  values.length > MOST_VALUES
    ? [...values.slice(0, MOST_VALUES), `and ${values.length - MOST_VALUES} more`]
    : [...values];
