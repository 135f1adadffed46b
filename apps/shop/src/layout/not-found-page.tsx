import { IconMapQuestion } from "@tabler/icons-react";
import { ButtonLink } from "./link.tsx";
import { Message } from "./message.tsx";
import { Page } from "./page.tsx";

export function NotFoundPage() {
  return (
    <Page title="There is no such page">
      <Message icon={IconMapQuestion} title="Nothing is kept here" action={<ButtonLink to="/">To the shop</ButtonLink>}>
        The address may be mistyped, or the page has moved. Your basket is as you left it.
      </Message>
    </Page>
  );
}
