type Numbers = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** A typed array that grows by a quarter when it is full. Read it through `data`, which changes when it grows. */
export class Growable<T extends Numbers> {
  readonly #Type: new (length: number) => T;
  data: T;
  length = 0;

  constructor(Type: new (length: number) => T, room = 1_024) {
    this.#Type = Type;
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
    this.data[this.length++] = value;
  }
}

export const growable = <T extends Numbers>(Type: new (length: number) => T, room?: number): Growable<T> =>
  new Growable(Type, room);
