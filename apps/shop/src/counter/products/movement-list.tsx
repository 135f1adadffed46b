import { Card, Skeleton, Text, Title } from "@mantine/core";
import type { StockCause, StockMovement } from "@till/contracts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { formatTime } from "../../format.ts";
import { Failure } from "../../layout/failure.tsx";
import { AnchorLink } from "../../layout/link.tsx";
import { LoadMore } from "../../layout/load-more.tsx";
import classes from "./movement-list.module.css";
import { movementsQuery } from "./products.ts";

const causes: Record<StockCause, string> = {
  ORDER_CREATED: "Ordered",
  ORDER_CANCELLED: "Order cancelled",
  ORDER_EXPIRED: "Order not paid in time",
  ORDER_REFUNDED: "Refunded, put back",
  ADJUSTED: "Adjusted",
  SET: "Set",
  IMPORTED: "Imported",
};

/** Every change of a product's stock, newest first. */
export function MovementList({ id }: { id: number }) {
  const list = useInfiniteQuery(movementsQuery(id));
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        Movements
      </Title>
      {list.data ? (
        <Movements movements={list.data.pages.flatMap(({ items }) => items)} />
      ) : list.error ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Skeleton height={160} radius="md" aria-busy="true" aria-label="The movements are being loaded" />
      )}
      <LoadMore list={list} />
    </section>
  );
}

const Movements = ({ movements }: { movements: readonly StockMovement[] }) =>
  movements.length === 0 ? (
    <Text c="dimmed">Nothing has moved the stock yet.</Text>
  ) : (
    <Card withBorder padding={0} component="ul" m={0}>
      {movements.map((movement) => (
        <Movement key={movement.id} movement={movement} />
      ))}
    </Card>
  );

function Movement({ movement: { at, cause, change, stock, orderId, reason, actorId } }: { movement: StockMovement }) {
  return (
    <li className={classes.row}>
      <Text span fw={700} className={classes.change}>
        {changeOf(change, stock)}
      </Text>
      <div className={classes.why}>
        <Text span>
          {causes[cause]}
          {reason === null ? "" : `: ${reason}`}
        </Text>
        <Text span size="sm" c="dimmed">
          {formatTime(at)}
          {actorId === null ? "" : ` · ${actorId}`}
        </Text>
      </div>
      <div className={classes.after}>
        <Text span size="sm">
          {stock === null ? "unlimited" : `${stock} left`}
        </Text>
        {orderId === null ? null : (
          <AnchorLink to="/counter/orders" search={{ order: orderId }} size="sm">
            Order #{orderId}
          </AnchorLink>
        )}
      </div>
    </li>
  );
}

/** `+5`, `−5`, or what the stock became where there is no difference to tell. */
function changeOf(change: number | null, stock: number | null): string {
  if (change === null) return stock === null ? "∞" : `= ${stock}`;
  return change < 0 ? `−${-change}` : `+${change}`;
}
