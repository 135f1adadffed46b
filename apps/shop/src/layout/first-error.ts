import type { FormErrors, UseFormReturnType } from "@mantine/form";

/** Focuses the first field with a mistake, in page order. A group focuses its first field. */
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
