/** For an option that may be given several times: all of its values. */
export const repeated = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
