import { setTimeout } from 'node:timers/promises';

/** Waits until a process that serves the API has filled what it holds in memory: that shall not be measured too. */
export async function memoryFilled(url: string): Promise<void> {
  const isFilled = async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return ['names', 'as-of'].every((index) => metrics.includes(`demarche_memory_position{index="${index}"}`));
  };
  while (!(await isFilled())) await setTimeout(500);
}
