import { setTimeout } from 'node:timers/promises';

/** Waits until a process that serves the API has filled what it holds in memory, the names last: that shall not be measured too. */
export async function memoryFilled(url: string): Promise<void> {
  while (!(await (await fetch(`${url}/metrics`)).text()).includes('demarche_memory_position{index="names"}'))
    await setTimeout(500);
}
