/** The entries of a setting that is a list: separated by commas or spaces. */
export const entriesOf = (list: string): string[] => list.split(/[\s,]+/).filter((entry) => entry !== "");
