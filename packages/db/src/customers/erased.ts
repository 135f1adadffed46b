/** What stands in for the words of a customer that were erased. */
export const erasedName = "Erased customer";
