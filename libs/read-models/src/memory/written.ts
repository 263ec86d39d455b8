/** A value as its JSON, which is sent as it is; who asks for the value has it read. */
export class Written<Value extends object> {
  constructor(readonly json: string) {}

  static of<Value extends object>(value: Value): Written<Value> {
    return new Written(JSON.stringify(value));
  }

  get value(): Value {
    return JSON.parse(this.json) as Value;
  }

  toJSON(): Value {
    return this.value;
  }
}
