import { Page } from "../layout/page.tsx";

export function BasketPage() {
  return <Page title="Basket">Soon.</Page>;
}
