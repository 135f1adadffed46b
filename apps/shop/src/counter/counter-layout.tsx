import { Container } from "@mantine/core";
import { Link, Outlet } from "@tanstack/react-router";
import { useUser } from "../session/session.ts";
import classes from "./counter-layout.module.css";
import { StaffOnly } from "./staff-only.tsx";

const pages = [
  { to: "/counter", text: "Today" },
  { to: "/counter/orders", text: "Orders" },
  { to: "/counter/webhooks", text: "Webhooks" },
  { to: "/counter/deliveries", text: "Deliveries" },
  { to: "/counter/outbox", text: "Outbox" },
] as const;

/** What stands around the pages of the counter, which are for staff. */
export function CounterLayout() {
  const isStaff = useUser()?.role === "staff";
  if (!isStaff) return <StaffOnly />;
  return (
    <>
      <div className={classes.bar}>
        <Container size="lg">
          <nav aria-label="Counter" className={classes.tabs}>
            {pages.map(({ to, text }) => (
              <Link key={to} to={to} className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}>
                {text}
              </Link>
            ))}
          </nav>
        </Container>
      </div>
      <Outlet />
    </>
  );
}
