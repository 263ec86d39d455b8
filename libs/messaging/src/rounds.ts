import { setImmediate as turn } from 'node:timers/promises';

/**
 * One piece of work at a time; all that is added meanwhile is done together in the next round. Each caller hears how his
 * round went.
 */
export function inRounds<Item>(work: (items: Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let next: { items: Item[]; done: Promise<void> } | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const begin = () => {
    const items: Item[] = [];
    const done = last
      .then(() => turn())
      .then(() => {
        next = undefined;
        return work(items);
      });
    last = done.catch(() => undefined);
    return { items, done };
  };

  return (item) => {
    next ??= begin();
    next.items.push(item);
    return next.done;
  };
}
