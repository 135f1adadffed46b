import type { FormErrors, UseFormReturnType } from "@mantine/form";

/** Puts the focus on the first field of a form with a mistake, in the order of the page. A group gives it to its first field. */
export function focusFirstError<Values extends Record<string, unknown>>(
  form: Pick<UseFormReturnType<Values>, "getInputNode">,
  errors: FormErrors,
): void {
  const nodes = Object.keys(errors).flatMap((path) => form.getInputNode(path) ?? []);
  const [first] = nodes.toSorted((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const field = first?.matches("input, textarea, select")
    ? first
    : first?.querySelector<HTMLElement>("input, textarea");
  field?.focus();
}
