import { useUser } from "../session/session.ts";
import { AnchorLink } from "../layout/link.tsx";

/** Leads to an order: customers to its page, staff to the counter, where they serve it. */
export function OrderLink({ id, size = "sm" }: { id: number; size?: "xs" | "sm" }) {
  const text = `Order #${id}`;
  return useUser()?.role === "staff" ? (
    <AnchorLink to="/counter/orders" search={{ order: id }} size={size}>
      {text}
    </AnchorLink>
  ) : (
    <AnchorLink to="/orders/$id" params={{ id }} size={size}>
      {text}
    </AnchorLink>
  );
}
