import { Page } from "../layout/page.tsx";

export function InboxPage() {
  return <Page title="Inbox">Soon.</Page>;
}
