type Numbers = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** A typed array that grows by a quarter when it is full. Read it through `data`, which changes when it grows. */
export interface Growable<T extends Numbers> {
  readonly data: T;
  readonly length: number;
  push(value: number): void;
  /** Bytes taken, with the room ahead. */
  readonly bytes: number;
}

export function growable<T extends Numbers>(Type: new (length: number) => T, room = 1_024): Growable<T> {
  let data = new Type(room);
  let length = 0;
  return {
    get data() {
      return data;
    },
    get length() {
      return length;
    },
    get bytes() {
      return data.byteLength;
    },
    push(value) {
      if (length === data.length) {
        const larger = new Type(Math.ceil(length * 1.25) + 16);
        larger.set(data);
        data = larger;
      }
      data[length++] = value;
    },
  };
}
