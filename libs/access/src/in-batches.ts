/**
 * Gives a function that asks for one thing, and asks for all that is wanted at a time together: what is wanted while an answer
 * is on its way waits for the next one, so that no answer is older than the question. `ask` gives what it finds by key.
 */
export function inBatches<Found>(ask: (keys: string[]) => Promise<ReadonlyMap<string, Found>>) {
  let waiting: string[] = [];
  let next: Promise<ReadonlyMap<string, Found>> | undefined;
  let running: Promise<unknown> = Promise.resolve();

  const batch = async () => {
    await running;
    const keys = [...new Set(waiting)];
    waiting = [];
    next = undefined;
    const answer = ask(keys);
    running = answer.catch(() => undefined);
    return answer;
  };

  return async (key: string): Promise<Found | null> => {
    waiting.push(key);
    return (await (next ??= batch())).get(key) ?? null;
  };
}
