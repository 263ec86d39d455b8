import type { RecordedEvent } from '#event-log';

/** A partition of which everything up to `through`, a log position, has now been delivered. */
export interface Reached {
  partition: number;
  through: number;
  /** Where the transport stands in this partition, in its own words; to be stored with the position. */
  cursor?: string;
}

/** What a transport hands to a subscription. */
export interface Delivery {
  /** In position order. Those at or before a partition's stored position are repetitions. */
  events: RecordedEvent[];
  reached: Reached[];
}

/** How far a subscription has come in one partition. */
export interface Standing {
  position: number;
  cursor: string | null;
}

export interface Subscription {
  name: string;
  /**
   * Called when partitions become ours; answers where each stands and claims the lease (fencing epoch).
   * Throws when it cannot have them yet: it is asked again later.
   */
  assigned(partitions: number[]): Promise<Map<number, Standing>>;
  revoked(partitions: number[]): Promise<void>;
  /** Has stored its effect and its checkpoint when it resolves. Throws when it could not: it comes again later. */
  deliver(delivery: Delivery): Promise<void>;
  /** Aborts, with an Error as its reason, where delivering has to begin anew; another one after each `assigned`. */
  interruption?(): AbortSignal;
  /** Something failed and is tried again after a pause. Does not throw. */
  failed?(error: Error): Promise<void>;
  /** It goes on. */
  recovered?(): Promise<void>;
}

export interface Transport {
  /** Resolves when stopped by the signal; rejects only where no later attempt could do better. */
  run(subscription: Subscription, signal: AbortSignal): Promise<void>;
}

/** As pino takes it: fields first. */
export type Log = Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
