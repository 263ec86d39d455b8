/** A stream as two pure functions. `decide` returns no events where nothing is left to do, and throws DomainError. */
export interface Decider<State, Command, Event> {
  initial: State;
  decide(command: Command, state: State): Event[];
  evolve(state: State, event: Event): State;
  /** The id of the event that stands and says already what the command would record; undefined where no single one does. */
  recordedAs?(command: Command, state: State): string | undefined;
}

/** The state after `events`, in their order. */
export function fold<State, Event>(
  decider: Pick<Decider<State, never, Event>, 'initial' | 'evolve'>,
  events: Iterable<Event>,
): State {
  let state = decider.initial;
  for (const event of events) state = decider.evolve(state, event);
  return state;
}
