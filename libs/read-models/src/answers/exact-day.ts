import { intervalOf } from '#domain';

/** The day of a partial date (EDTF) where it is one day; null where it is several. */
export function exactDay(edtf: string): string | null {
  const { earliest, latest } = intervalOf(edtf);
  return earliest === latest ? latest : null;
}
