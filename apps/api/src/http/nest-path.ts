/** A path of the contract as Nest has it: `/v1/lists/:id`. */
export const nestPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');
