/**
 * Values that were used lately: two generations of them, so that finding one moves nothing. What was used since the younger one
 * began is not forgotten before the other is. `weigh` says how much of the room a value takes; one of more than half is not kept.
 */
export function createKept<Key, Value>(room: number, weigh: (value: Value) => number) {
  let [young, old] = [new Map<Key, Weighed<Value>>(), new Map<Key, Weighed<Value>>()];
  let [youngWeight, oldWeight] = [0, 0];

  const forget = (key: Key): void => {
    youngWeight -= young.get(key)?.weight ?? 0;
    oldWeight -= old.get(key)?.weight ?? 0;
    young.delete(key);
    old.delete(key);
  };
  const put = (key: Key, weighed: Weighed<Value>): void => {
    forget(key);
    if (weighed.weight > room / 2) return;
    if (youngWeight + weighed.weight > room / 2) {
      [old, oldWeight] = [young, youngWeight];
      [young, youngWeight] = [new Map<Key, Weighed<Value>>(), 0];
    }
    young.set(key, weighed);
    youngWeight += weighed.weight;
  };

  return {
    get(key: Key): Value | undefined {
      const known = young.get(key);
      if (known) return known.value;
      const older = old.get(key);
      if (older) put(key, older);
      return older?.value;
    },
    keep(key: Key, value: Value): void {
      put(key, { value, weight: weigh(value) });
    },
    /** How much of the room is taken. */
    get weight() {
      return youngWeight + oldWeight;
    },
  };
}
export type Kept<Key, Value> = ReturnType<typeof createKept<Key, Value>>;

interface Weighed<Value> {
  value: Value;
  weight: number;
}
