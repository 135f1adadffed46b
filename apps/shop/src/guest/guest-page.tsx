import { isGuestId } from "@till/domain/guest-id";
import { IconLinkOff } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { Failure } from "../layout/failure.tsx";
import { Message } from "../layout/message.tsx";
import { Page } from "../layout/page.tsx";
import { OneOrder } from "../orders/order-page.tsx";
import { useUser } from "../session/session.ts";
import { useGuestLink } from "./use-guest-link.ts";

const route = getRouteApi("/guest");

/** The order of a guest. Their link has the token, and the tab keeps it. */
export function GuestPage() {
  const { order } = route.useSearch();
  const user = useUser();
  const link = useGuestLink();
  if (!link.isBeingRead && order !== undefined && user !== null && isGuestId(user.id)) return <OneOrder id={order} />;
  return (
    <Page title="Your order">
      {link.error ? (
        <Failure error={link.error} retry={link.retry} />
      ) : link.isBeingRead ? (
        <div aria-busy="true" />
      ) : (
        <Message
          icon={IconLinkOff}
          title={link.isInvalid ? "This link does not work any more" : "Open your link again"}
        >
          {link.isInvalid
            ? "It has expired, or the shop has ended it. Ask the shop for a new link to your order."
            : "This page shows your order if you open the link that you got from the shop. Only the tab in which you open it keeps it."}
        </Message>
      )}
    </Page>
  );
}
