import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { InputsError } from './problem.ts';
import { inputsErrorOf } from './validation.ts';

const told = (schema: z.ZodType, value: unknown, what: 'parameter' | 'field' = 'field') => {
  const { errors } = inputsErrorOf(schema.safeParse(value).error!.issues, what);
  return errors.map(({ pointer, detail }) => [pointer, detail]);
};

describe('what is wrong with a request', () => {
  const text = z.string().max(3);
  const values = z.object({ name: z.union([text, z.array(text).max(2)]) });

  it('is told where it lies deepest, of a value that may be several things', () => {
    expect(told(values, { name: ['a', 5] })).toEqual([['/name/1', 'Invalid input: expected string, received number']]);
    expect(told(values, { name: ['a', 'long'] })).toEqual([
      ['/name/1', 'Too big: expected string to have <=3 characters'],
    ]);
  });

  it('is told of the one thing whose type a value has, however its values may be written', () => {
    const several = z.object({ name: z.union([z.union([text, z.number()]), z.array(text).max(2)]) });
    expect(told(several, { name: ['a', 'b', 'c'] })).toEqual([['/name', 'Too big: expected array to have <=2 items']]);
    expect(told(several, { name: 'long' })).toEqual([['/name', 'Too big: expected string to have <=3 characters']]);
  });

  it('is told of each thing that a value may be, where it is none', () => {
    expect(told(values, { name: 5 })).toEqual([
      ['/name', 'Invalid input: expected string, received number; or expected array, received number'],
    ]);
    expect(told(z.union([z.iso.date(), z.iso.datetime()]), 'x')).toEqual([
      ['', 'Invalid input: Invalid ISO date; or Invalid ISO datetime'],
    ]);
  });

  it('is told of the name of a member', () => {
    const named = z.record(z.string().regex(/^[a-z]+$/, 'Not the name of a header'), z.string());
    expect(told(named, { 'a b': '1' })).toEqual([['/a b', 'Not the name of a header']]);
  });

  it('is told of a parameter that is given twice', () => {
    const query = z.object({ limit: z.string() });
    expect(told(query, { limit: ['1', '2'] }, 'parameter')).toEqual([
      ['/limit', 'It is given more than once; give it once'],
    ]);
    expect(told(query, { limit: ['1', '2'] })).toEqual([['/limit', 'Invalid input: expected string, received array']]);
  });

  it('is told of a list inside the text of a parameter as what it is', () => {
    const query = z.object({
      ids: z
        .string()
        .transform((text): unknown => JSON.parse(text))
        .pipe(z.object({})),
    });
    expect(told(query, { ids: '[]' }, 'parameter')).toEqual([
      ['/ids', 'Invalid input: expected object, received array'],
    ]);
  });

  it('is told of at most a hundred things', () => {
    const error = inputsErrorOf([{ message: '', keys: Array.from({ length: 500 }, (_, i) => `k${i}`) }], 'field');
    expect(error).toBeInstanceOf(InputsError);
    expect(error.errors).toHaveLength(100);
  });
});
