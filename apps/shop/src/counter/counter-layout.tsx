import { Container } from "@mantine/core";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useUser } from "../session/session.ts";
import { pageSettings } from "../page-settings.ts";
import { tillOfPage } from "../till-of-page.ts";
import classes from "./counter-layout.module.css";
import { StaffOnly } from "./staff-only.tsx";

const pages = [
  { to: "/counter", text: "Today" },
  { to: "/counter/orders", text: "Orders" },
  { to: "/counter/customers", text: "Customers" },
  { to: "/counter/products", text: "Products" },
  { to: "/counter/discounts", text: "Discounts" },
  { to: "/counter/webhooks", text: "Webhooks" },
  { to: "/counter/deliveries", text: "Deliveries" },
  { to: "/counter/outbox", text: "Outbox" },
  { to: "/counter/statement", text: "Statement" },
  { to: "/counter/audit", text: "Audit" },
] as const;

/** Only in a sandbox of one's own. */
const racePage = { to: "/counter/race", text: "Race lab" } as const;

/** The frame of the counter's pages, for staff only. */
export function CounterLayout() {
  const isStaff = useUser()?.role === "staff";
  if (!isStaff) return <StaffOnly />;
  return (
    <>
      <div className={classes.bar}>
        <Container size="lg">
          <Tabs />
        </Container>
      </div>
      <Outlet />
    </>
  );
}

function Tabs() {
  const tabs = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const hasRaces = pageSettings.isSandbox && tillOfPage !== null;
  // On a phone the tabs do not all fit, so the current one is scrolled into view.
  useEffect(() => {
    const current = tabs.current?.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <nav aria-label="Counter" className={classes.tabs} ref={tabs}>
      {[...pages, ...(hasRaces ? [racePage] : [])].map(({ to, text }) => (
        <Link
          key={to}
          to={to}
          className={classes.tab}
          activeOptions={{ exact: to === "/counter", includeSearch: false }}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
