import { Page } from "../layout/page.tsx";

export function CataloguePage() {
  return <Page title="Shop">Soon.</Page>;
}
