import { deepStrictEqual, fail, ok, strictEqual } from 'node:assert';
import { DomainError, fold, type Decider } from '#domain';

/** Tests of a decider as sentences: `given(designated).when(delist).then(delisted)`. Every command is decided twice. */
export function specFor<State, Command, Event>(decider: Decider<State, Command, Event>) {
  return {
    given: (...events: Event[]) => ({
      when: (command: Command) => ({
        /** Exactly these follow; and nothing, when the same is commanded once more. */
        then(...expected: Event[]) {
          const state = fold(decider, events);
          const decided = decider.decide(command, state);
          deepStrictEqual(decided, expected);
          const after = decided.reduce((before, event) => decider.evolve(before, event), state);
          deepStrictEqual(decider.decide(command, after), []);
        },
        thenRefused(code: string) {
          const state = fold(decider, events);
          try {
            decider.decide(command, state);
          } catch (error) {
            ok(error instanceof DomainError, error as Error);
            strictEqual(error.code, code);
            return;
          }
          fail(`Not refused; ${code} was expected`);
        },
      }),
    }),
  };
}
