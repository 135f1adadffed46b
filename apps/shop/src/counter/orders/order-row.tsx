import { Text } from "@mantine/core";
import type { Order } from "@till/contracts";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { count, formatMoney, formatTime } from "../../format.ts";
import { StatusBadge } from "../../orders/order-status.tsx";
import classes from "./order-row.module.css";

/** One order in the list: its customer, status and total. */
export const OrderRow = memo(({ order, isOpen }: { order: Order; isOpen: boolean }) => {
  const { id, customer, items, totalAmount, currency, createdAt } = order;
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <li className={classes.item}>
      <Link
        from="/counter/orders"
        to="/counter/orders"
        search={(now) => ({ ...now, order: id })}
        resetScroll={false}
        className={classes.row}
        data-open={isOpen || undefined}
      >
        <Text span fw={700} className={classes.number}>
          #{id}
        </Text>
        <span className={classes.customer}>
          <Text span fw={600}>
            {customer.name}
          </Text>
          <Text span size="sm" c="dimmed">
            {customer.email ?? customer.phone ?? ""}
          </Text>
        </span>
        <span className={classes.status}>
          <StatusBadge order={order} />
        </span>
        <Text span size="sm" c="dimmed" className={classes.time}>
          <span>{formatTime(createdAt)}</span> <span className={classes.pieces}>{count(pieces, "item")}</span>
        </Text>
        <Text span fw={600} className={classes.total}>
          {formatMoney(totalAmount, currency)}
        </Text>
      </Link>
    </li>
  );
});
