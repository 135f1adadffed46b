/** Ends of sentences, by field, as sentences for the fields of a form: `must be a number` becomes `Must be a number.` */
export const asSentences = (faults: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(faults).map(([field, fault]) => [field, `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`]),
  );
