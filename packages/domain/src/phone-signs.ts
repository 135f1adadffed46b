/** A phone number without what people write between its digits: spaces, brackets, dots, strokes. */
export const withoutPhoneSigns = (phone: string): string => phone.replaceAll(/[\s()./-]/g, "");
