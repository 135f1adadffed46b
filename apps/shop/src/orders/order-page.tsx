import { Alert, Card, Grid, Group, Skeleton, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { isRefusal } from "@till/client";
import type { Order } from "@till/contracts";
import { isGuestId } from "@till/domain/guest-id";
import { IconArrowLeft, IconMoodEmpty } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { formatTime } from "../format.ts";
import { Failure, Offline } from "../layout/failure.tsx";
import { focusHome } from "../layout/focus.tsx";
import { AnchorLink, ButtonLink } from "../layout/link.tsx";
import { Message } from "../layout/message.tsx";
import { MoneyRows } from "../layout/money-rows.tsx";
import { Page } from "../layout/page.tsx";
import { useUser } from "../session/session.ts";
import { useTillNow } from "../till-time.ts";
import { SignInFirst } from "../session/sign-in-first.tsx";
import { OrderActions } from "./order-actions.tsx";
import { OrderAddresses } from "./order-addresses.tsx";
import { OrderAttempts } from "./order-attempts.tsx";
import { OrderItems } from "./order-items.tsx";
import { tellStatus } from "./order-status.tsx";
import { OrderTimeline } from "./order-timeline.tsx";
import type { OrderView } from "./order-view.ts";
import { orderViewQuery } from "./orders.ts";
import { useCleanUrl } from "./use-clean-url.ts";
import { whyFailed } from "./why-failed.ts";

const route = getRouteApi("/orders/$id");

export function OrderPage() {
  const { id } = route.useParams();
  return <OneOrder id={id} />;
}

/** An order, as its owner and staff see it. */
export function OneOrder({ id }: { id: number }) {
  useCleanUrl();
  const user = useUser();
  const title = `Order #${id}`;
  // A guest has one order.
  const above = user !== null && isGuestId(user.id) ? null : <BackToList isStaff={user?.role === "staff"} />;
  const { data: view, error, fetchStatus, refetch } = useQuery({ ...orderViewQuery(id), enabled: user !== null });
  if (user === null) {
    return (
      <Page title={title}>
        <SignInFirst why="Only the customer who placed an order and the staff of the shop can see it." />
      </Page>
    );
  }
  if (view) {
    return (
      <Page title={title} above={above} aside={<Placed order={view.order} />}>
        <OrderDetails view={view} />
      </Page>
    );
  }
  return (
    <Page title={title} above={above}>
      {isRefusal(error, "ORDER_NOT_FOUND") ? (
        <Message
          icon={IconMoodEmpty}
          title={error.data.refusal.message}
          action={<ButtonLink to="/orders">Your orders</ButtonLink>}
        >
          It may belong to someone else: you are signed in as {user.name}.
        </Message>
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : fetchStatus === "paused" ? (
        <Offline />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function OrderDetails({ view: { order, events } }: { view: OrderView }) {
  return (
    <Stack gap="lg">
      <StatusBanner order={order} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Card withBorder padding="lg">
              <OrderItems order={order} />
              <MoneyRows sums={order} />
            </Card>
            <OrderAddresses order={order} />
            <OrderAttempts order={order} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <OrderTimeline events={events} />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

const Placed = ({ order: { createdAt, reference } }: { order: Order }) => (
  <Text c="dimmed" className="long-words">
    Placed {formatTime(createdAt)}
    {reference === null ? null : (
      <>
        {" · Reference "}
        <bdi>{reference}</bdi>
      </>
    )}
  </Text>
);

/** The status of the order, and the actions for it. */
function StatusBanner({ order }: { order: Order }) {
  const { title, text, color, icon: Symbol } = tellStatus(order, useTillNow());
  const last = order.payments.at(-1);
  const declined = order.status === "PENDING" && last?.status === "FAILED" ? whyFailed(last) : null;
  return (
    <Card withBorder padding="lg">
      <Group justify="space-between" gap="lg">
        <Group wrap="nowrap" flex={1} miw={260}>
          <ThemeIcon size={52} radius="xl" variant="light" color={color}>
            <Symbol size={28} aria-hidden />
          </ThemeIcon>
          <div role="status" className="long-words" {...focusHome}>
            <Title order={2} size="h3">
              {title}
            </Title>
            <Text c="dimmed">{text}</Text>
          </div>
        </Group>
        <OrderActions order={order} />
      </Group>
      {declined === null ? null : (
        <Alert color="red" variant="light" mt="md" title="The last payment failed">
          {declined}
        </Alert>
      )}
    </Card>
  );
}

function BackToList({ isStaff }: { isStaff: boolean }) {
  return (
    <AnchorLink to={isStaff ? "/counter" : "/orders"} fw={600} mb="md" display="inline-block">
      <IconArrowLeft size={16} aria-hidden /> {isStaff ? "Counter" : "Your orders"}
    </AnchorLink>
  );
}

const Loading = () => (
  <Stack gap="lg" aria-busy="true" aria-label="The order is being loaded">
    <Skeleton height={96} radius="md" />
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Skeleton height={320} radius="md" />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Skeleton height={320} radius="md" />
      </Grid.Col>
    </Grid>
  </Stack>
);
