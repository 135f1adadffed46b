import { SegmentedControl } from "@mantine/core";

interface OneOrAllProps<Value extends string> {
  /** What is chosen: `Status`. */
  label: string;
  values: readonly Value[];
  nameOf: (value: Value) => string;
  /** What stands for the choice of all. */
  all?: string;
  chosen: Value | undefined;
  choose: (value: Value | undefined) => void;
}

/** A choice of one value by which a list is narrowed, or of all. */
export const OneOrAll = <Value extends string>(props: OneOrAllProps<Value>) => {
  const { label, values, nameOf, all = "All", chosen, choose } = props;
  return (
    <SegmentedControl
      aria-label={label}
      data={[{ value: "ALL", label: all }, ...values.map((value) => ({ value, label: nameOf(value) }))]}
      value={chosen ?? "ALL"}
      onChange={(word) => choose(values.find((value) => value === word))}
    />
  );
};
