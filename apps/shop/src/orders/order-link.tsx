import { useUser } from "../session/session.ts";
import { AnchorLink } from "../layout/link.tsx";

/** A link to an order: customers get its page, staff get the counter. In running text it is underlined. */
export function OrderLink({ id, inText = false }: { id: number; inText?: boolean }) {
  const text = `Order #${id}`;
  const look = inText ? ({ inherit: true, underline: "always" } as const) : ({ size: "sm" } as const);
  return useUser()?.role === "staff" ? (
    <AnchorLink to="/counter/orders" search={{ order: id }} {...look}>
      {text}
    </AnchorLink>
  ) : (
    <AnchorLink to="/orders/$id" params={{ id }} {...look}>
      {text}
    </AnchorLink>
  );
}
