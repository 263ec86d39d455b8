/** A path of the contract as Nest has it: `/v1/lists/:id`; a colon of its own is written twice. */
export const nestPath = (path: string): string => path.replaceAll(':', '::').replace(/\{(\w+)\}/g, ':$1');
