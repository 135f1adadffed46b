import { Pill } from "@mantine/core";

/** Says that a list shows one order only, with a button that shows all. `what` the list has: `messages`. */
export const OrderPill = ({ order, what, showAll }: { order: number; what: string; showAll: () => void }) => (
  <Pill
    size="lg"
    withRemoveButton
    removeButtonProps={{ "aria-label": `Show ${what} of all orders`, "aria-hidden": false, tabIndex: 0 }}
    onRemove={showAll}
  >
    Order #{order}
  </Pill>
);
