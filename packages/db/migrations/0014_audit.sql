CREATE INDEX `order_events_discount` ON `order_events` ("data" ->> '$.discountCode',`actor_id`) WHERE "order_events"."data" ->> '$.discountCode' IS NOT NULL;--> statement-breakpoint
-- By hand: what the events of earlier orders did not keep, the rows have to say. From here on events keep it themselves.
UPDATE `order_events` SET `data` = json_set(
  coalesce(`data`, json_object('currency', earlier.`currency`, 'subtotal', earlier.`subtotal_amount`, 'discount', earlier.`discount_amount`, 'lines',
    (SELECT json_group_array(json_object('position', `position`, 'productId', `product_id`, 'sku', `sku`, 'name', `name`,
      'quantity', `quantity`, 'unitPrice', `unit_price`, 'discount', `discount_amount`)) FROM `order_items` WHERE `order_items`.`order_id` = earlier.`id`))),
  '$.discountCode', earlier.`discount_code`, '$.paymentMethod', earlier.`payment_method`, '$.expiresAt', earlier.`expires_at`)
  FROM `orders` AS earlier WHERE earlier.`id` = `order_events`.`order_id` AND `command` = 'create';--> statement-breakpoint
UPDATE `order_events` SET `data` = json_object('restock', json(iif(earlier.`restocked`, 'true', 'false')))
  FROM `refunds` AS earlier WHERE earlier.`id` = `order_events`.`refund_id` AND `command` = 'refund';--> statement-breakpoint
UPDATE `order_events` SET `data` = json_object('declineCode', earlier.`decline_code`)
  FROM `payments` AS earlier WHERE earlier.`id` = `order_events`.`payment_id` AND (`command` IN ('confirm', 'settle') OR (`command` = 'pay' AND `data` IS NULL));
