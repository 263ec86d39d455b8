/** The values that were used last, as many as there is room for; `weigh` says how much of the room one takes. */
export function createKept<Key, Value>(room: number, weigh: (value: Value) => number) {
  const values = new Map<Key, { value: Value; weight: number }>();
  let taken = 0;

  const forget = (key: Key) => {
    taken -= values.get(key)?.weight ?? 0;
    values.delete(key);
  };
  return {
    get(key: Key): Value | undefined {
      const known = values.get(key);
      if (!known) return undefined;
      values.delete(key);
      values.set(key, known);
      return known.value;
    },
    keep(key: Key, value: Value): void {
      forget(key);
      const weight = weigh(value);
      if (weight > room) return;
      values.set(key, { value, weight });
      taken += weight;
      while (taken > room) forget(values.keys().next().value!);
    },
    /** How much of the room is taken. */
    get weight() {
      return taken;
    },
  };
}
export type Kept<Key, Value> = ReturnType<typeof createKept<Key, Value>>;
