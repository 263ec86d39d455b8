import { expect } from '@jest/globals';
import { DomainError, fold, type Decider } from '#domain';

/** Tests of a decider as sentences: `given(designated).when(delist).then(delisted)`. Every command is decided twice. */
export function specFor<State, Command, Event>(decider: Decider<State, Command, Event>) {
  return {
    given: (...events: Event[]) => ({
      when: (command: Command) => ({
        /** Exactly these follow; and nothing, when the same is commanded once more. */
        then(...expected: unknown[]) {
          const state = fold(decider, events);
          const decided = decider.decide(command, state);
          expect(decided).toEqual(expected);
          expect(
            decider.decide(
              command,
              decided.reduce((before, event) => decider.evolve(before, event), state),
            ),
          ).toEqual([]);
        },
        thenRefused(code: string) {
          let refusal: unknown;
          try {
            decider.decide(command, fold(decider, events));
          } catch (error) {
            refusal = error;
          }
          expect(refusal).toBeInstanceOf(DomainError);
          expect((refusal as DomainError).code).toBe(code);
        },
      }),
    }),
  };
}
