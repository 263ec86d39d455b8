type Numbers = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;
type Store = (data: Numbers, at: number, value: number) => void;

// One function for each type: a store that meets several types of arrays takes twenty times as long.
const STORES: ReadonlyMap<unknown, Store> = new Map<unknown, Store>([
  [Uint8Array, (data, at, value) => (data[at] = value)],
  [Uint16Array, (data, at, value) => (data[at] = value)],
  [Int32Array, (data, at, value) => (data[at] = value)],
  [Uint32Array, (data, at, value) => (data[at] = value)],
  [Float64Array, (data, at, value) => (data[at] = value)],
]);

/** A typed array that grows by a quarter when it is full. Read it through `data`, which changes when it grows. */
export class Growable<T extends Numbers> {
  readonly #Type: new (length: number) => T;
  readonly #store: Store;
  data: T;
  length = 0;

  constructor(Type: new (length: number) => T, room = 1_024) {
    this.#Type = Type;
    this.#store = STORES.get(Type)!;
    this.data = new Type(room);
  }

  /** Bytes taken, with the room ahead. */
  get bytes(): number {
    return this.data.byteLength;
  }

  push(value: number): void {
    if (this.length === this.data.length) this.#grow(Math.ceil(this.length * 1.25) + 16);
    this.#store(this.data, this.length++, value);
  }

  /** Puts a number before each of some places, which are given in their order. */
  insert(places: readonly number[], valueOf: (at: number) => number): void {
    const length = this.length + places.length;
    if (length > this.data.length) this.#grow(Math.ceil(length * 1.25));
    let end = this.length;
    for (let at = places.length - 1; at >= 0; at--) {
      const place = places[at]!;
      this.data.copyWithin(place + at + 1, place, end);
      this.#store(this.data, place + at, valueOf(at));
      end = place;
    }
    this.length = length;
  }

  #grow(length: number): void {
    const larger = new this.#Type(length);
    larger.set(this.data);
    this.data = larger;
  }
}

export const growable = <T extends Numbers>(Type: new (length: number) => T, room?: number): Growable<T> =>
  new Growable(Type, room);
