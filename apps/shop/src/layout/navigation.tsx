import { IconBuildingStore, IconCashRegister, IconMailbox, IconReceipt } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { isGuestId } from "@till/domain/guest-id";
import { pageSettings } from "../page-settings.ts";
import { useUser } from "../session/session.ts";
import classes from "./navigation.module.css";

const shop = { to: "/", text: "Shop", icon: IconBuildingStore } as const;
const orders = { to: "/orders", text: "Orders", icon: IconReceipt } as const;
const counter = { to: "/counter", text: "Counter", icon: IconCashRegister } as const;
const inbox = { to: "/inbox", text: "Inbox", icon: IconMailbox } as const;

/**
 * The main navigation. Customers have their orders, staff have the counter with everybody's. A live shop's customers
 * have no inbox: its messages go to their own mailboxes. A guest has one order, and is on its page.
 */
export function Navigation({ label }: { label: string }) {
  const user = useUser();
  const isStaff = user?.role === "staff";
  const own = user !== null && isGuestId(user.id) ? [] : [orders, ...(pageSettings.isSandbox ? [inbox] : [])];
  return (
    <nav aria-label={label} className={classes.links}>
      {[shop, ...(isStaff ? [counter, inbox] : own)].map(({ to, text, icon: Symbol }) => (
        <Link key={to} to={to} className={classes.link} activeOptions={{ exact: to === "/" }}>
          <Symbol size={20} aria-hidden />
          {text}
        </Link>
      ))}
    </nav>
  );
}
