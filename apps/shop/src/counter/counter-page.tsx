import { Page } from "../layout/page.tsx";

export function CounterPage() {
  return <Page title="Counter">Soon.</Page>;
}
