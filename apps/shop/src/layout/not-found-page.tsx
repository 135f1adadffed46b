import { IconMapQuestion } from "@tabler/icons-react";
import { ButtonLink } from "./link.tsx";
import { Message } from "./message.tsx";
import { Page } from "./page.tsx";

export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <Message
        icon={IconMapQuestion}
        title="We can't find this page"
        action={<ButtonLink to="/">Browse products</ButtonLink>}
      >
        The address may be mistyped, or the page may have moved. Your basket is kept.
      </Message>
    </Page>
  );
}
