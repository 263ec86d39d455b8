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
    if (this.length === this.data.length) {
      const larger = new this.#Type(Math.ceil(this.length * 1.25) + 16);
      larger.set(this.data);
      this.data = larger;
    }
    this.#store(this.data, this.length++, value);
  }
}

export const growable = <T extends Numbers>(Type: new (length: number) => T, room?: number): Growable<T> =>
  new Growable(Type, room);
