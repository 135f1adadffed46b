import { Page } from "../layout/page.tsx";

export function OrdersPage() {
  return <Page title="Your orders">Soon.</Page>;
}
