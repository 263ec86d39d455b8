import countries from 'i18n-iso-countries';
import { countryCode } from '#sources';

/**
 * The code by which countries are compared, of one in two letters or three (ISO 3166-1) or in words of many languages; undefined
 * where it is none that is known, so that nobody differs by a word that was not understood.
 */
export function countryOf(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return countries.alpha3ToAlpha2(code) ?? countryCode(text) ?? undefined;
}

/** Those of several that are known. */
export const countriesOf = (texts: readonly string[]): string[] => texts.flatMap((text) => countryOf(text) ?? []);
