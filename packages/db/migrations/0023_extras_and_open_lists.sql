-- By hand: the tables anew without the lists of words in their constraints, and `orders` with what extra lines add. Triggers that name a table
-- which is gone for a moment would stop its renaming, so they go first and come back at the end, with those that went with their tables.
DROP TRIGGER `orders_sums`;--> statement-breakpoint
DROP TRIGGER `stock_movements_apply`;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_discounts` (
	`code` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`value` integer NOT NULL,
	`currency` text NOT NULL,
	`min_subtotal` integer DEFAULT 0 NOT NULL,
	`max_discount` integer,
	`starts_at` text,
	`ends_at` text,
	`max_uses` integer,
	`max_uses_per_customer` integer,
	`uses` integer DEFAULT 0 NOT NULL,
	`disabled_at` text,
	CONSTRAINT "discounts_code" CHECK("__new_discounts"."code" = upper("__new_discounts"."code")),
	CONSTRAINT "discounts_kind_known" CHECK("__new_discounts"."kind" IN ('PERCENT', 'FIXED')),
	CONSTRAINT "discounts_value" CHECK("__new_discounts"."value" BETWEEN 1 AND CASE "__new_discounts"."kind" WHEN 'PERCENT' THEN 100 ELSE 99999999 END),
	CONSTRAINT "discounts_min_subtotal" CHECK("__new_discounts"."min_subtotal" >= 0),
	CONSTRAINT "discounts_max_discount" CHECK("__new_discounts"."max_discount" > 0),
	CONSTRAINT "discounts_uses" CHECK("__new_discounts"."uses" BETWEEN 0 AND coalesce("__new_discounts"."max_uses", "__new_discounts"."uses"))
);
--> statement-breakpoint
INSERT INTO `__new_discounts`("code", "kind", "value", "currency", "min_subtotal", "max_discount", "starts_at", "ends_at", "max_uses", "max_uses_per_customer", "uses", "disabled_at") SELECT "code", "kind", "value", "currency", "min_subtotal", "max_discount", "starts_at", "ends_at", "max_uses", "max_uses_per_customer", "uses", "disabled_at" FROM `discounts`;--> statement-breakpoint
DROP TABLE `discounts`;--> statement-breakpoint
ALTER TABLE `__new_discounts` RENAME TO `discounts`;--> statement-breakpoint
CREATE TABLE `__new_orders` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`user_id` text NOT NULL,
	`customer_name` text DEFAULT '' NOT NULL,
	`customer_email` text,
	`customer_phone` text,
	`status` text NOT NULL,
	`payment_method` text NOT NULL,
	`currency` text NOT NULL,
	`subtotal_amount` integer NOT NULL,
	`discount_amount` integer NOT NULL,
	`discount_code` text,
	`extra_amount` integer DEFAULT 0 NOT NULL,
	`total_amount` integer NOT NULL,
	`refunded_amount` integer NOT NULL,
	`pending_refund_amount` integer DEFAULT 0 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`expires_at` text,
	`paid_at` text,
	`invoice_number` integer,
	`cancelled_at` text,
	`cancel_reason` text,
	`cancel_cause` text,
	`reserved_pieces` integer DEFAULT 0 NOT NULL,
	`recorded` text,
	FOREIGN KEY (`user_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "orders_recorded" CHECK(json_type("__new_orders"."recorded") = 'object'),
	CONSTRAINT "orders_subtotal" CHECK("__new_orders"."subtotal_amount" BETWEEN 0 AND 99999999),
	CONSTRAINT "orders_discount" CHECK("__new_orders"."discount_amount" BETWEEN 0 AND "__new_orders"."subtotal_amount"),
	CONSTRAINT "orders_extra_amount" CHECK("__new_orders"."extra_amount" >= 0),
	CONSTRAINT "orders_total" CHECK("__new_orders"."total_amount" = "__new_orders"."subtotal_amount" - "__new_orders"."discount_amount" + "__new_orders"."extra_amount"
        AND "__new_orders"."total_amount" <= 99999999),
	CONSTRAINT "orders_refunded" CHECK("__new_orders"."refunded_amount" BETWEEN 0 AND "__new_orders"."total_amount"),
	CONSTRAINT "orders_pending_refund" CHECK("__new_orders"."pending_refund_amount" BETWEEN 0 AND max("__new_orders"."total_amount" - "__new_orders"."refunded_amount", 0)),
	CONSTRAINT "orders_paid_at" CHECK(CASE WHEN "__new_orders"."status" IN ('PAID', 'REFUNDED') THEN "__new_orders"."paid_at" IS NOT NULL
        WHEN "__new_orders"."status" IN ('PENDING', 'CANCELLED') THEN "__new_orders"."paid_at" IS NULL ELSE TRUE END),
	CONSTRAINT "orders_cancelled_at" CHECK(("__new_orders"."cancelled_at" IS NOT NULL) = ("__new_orders"."status" = 'CANCELLED'))
);
--> statement-breakpoint
INSERT INTO `__new_orders`("id", "version", "user_id", "customer_name", "customer_email", "customer_phone", "status", "payment_method", "currency", "subtotal_amount", "discount_amount", "discount_code", "total_amount", "refunded_amount", "pending_refund_amount", "created_at", "updated_at", "expires_at", "paid_at", "invoice_number", "cancelled_at", "cancel_reason", "cancel_cause", "reserved_pieces", "recorded") SELECT "id", "version", "user_id", "customer_name", "customer_email", "customer_phone", "status", "payment_method", "currency", "subtotal_amount", "discount_amount", "discount_code", "total_amount", "refunded_amount", "pending_refund_amount", "created_at", "updated_at", "expires_at", "paid_at", "invoice_number", "cancelled_at", "cancel_reason", "cancel_cause", "reserved_pieces", "recorded" FROM `orders`;--> statement-breakpoint
DROP TABLE `orders`;--> statement-breakpoint
ALTER TABLE `__new_orders` RENAME TO `orders`;--> statement-breakpoint
CREATE INDEX `orders_user` ON `orders` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `orders_user_status` ON `orders` (`user_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `orders_open` ON `orders` (`user_id`,`reserved_pieces`) WHERE "orders"."status" = 'PENDING';--> statement-breakpoint
CREATE INDEX `orders_status` ON `orders` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `orders_payment_method` ON `orders` (`payment_method`,`id`);--> statement-breakpoint
CREATE INDEX `orders_created` ON `orders` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_paid` ON `orders` (`paid_at`,`id`) WHERE "orders"."paid_at" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `orders_invoice_number` ON `orders` (`invoice_number`) WHERE "orders"."invoice_number" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `orders_updated` ON `orders` (`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_to_expire` ON `orders` (`expires_at`,`id`) WHERE "orders"."status" = 'PENDING' AND "orders"."expires_at" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `orders_reference` ON `orders` ("recorded" ->> '$.reference') WHERE "orders"."recorded" ->> '$.reference' IS NOT NULL;--> statement-breakpoint
CREATE TABLE `__new_payments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` integer NOT NULL,
	`amount` integer NOT NULL,
	`status` text NOT NULL,
	`method` text NOT NULL,
	`source` text NOT NULL,
	`decline_code` text,
	`gateway` text,
	`reference` text DEFAULT '' NOT NULL,
	`created_at` text NOT NULL,
	`settled_at` text,
	`action_url` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` text,
	`taken_by` text,
	`last_error` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payments_amount" CHECK("__new_payments"."amount" >= 0),
	CONSTRAINT "payments_source" CHECK(json_valid("__new_payments"."source")),
	CONSTRAINT "payments_decline_code" CHECK(("__new_payments"."decline_code" IS NOT NULL) = ("__new_payments"."status" = 'FAILED')),
	CONSTRAINT "payments_settled_at" CHECK(CASE WHEN "__new_payments"."status" IN ('SUCCEEDED', 'FAILED') THEN "__new_payments"."settled_at" IS NOT NULL
        WHEN "__new_payments"."status" IN ('REQUIRES_ACTION', 'PROCESSING') THEN "__new_payments"."settled_at" IS NULL ELSE TRUE END)
);
--> statement-breakpoint
INSERT INTO `__new_payments`("id", "order_id", "amount", "status", "method", "source", "decline_code", "gateway", "reference", "created_at", "settled_at", "action_url", "attempts", "next_attempt_at", "taken_by", "last_error") SELECT "id", "order_id", "amount", "status", "method", "source", "decline_code", "gateway", "reference", "created_at", "settled_at", "action_url", "attempts", "next_attempt_at", "taken_by", "last_error" FROM `payments` ORDER BY rowid;--> statement-breakpoint
DROP TABLE `payments`;--> statement-breakpoint
ALTER TABLE `__new_payments` RENAME TO `payments`;--> statement-breakpoint
CREATE INDEX `payments_order` ON `payments` (`order_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_one_succeeded` ON `payments` (`order_id`) WHERE "payments"."status" = 'SUCCEEDED';--> statement-breakpoint
CREATE UNIQUE INDEX `payments_one_open` ON `payments` (`order_id`) WHERE "payments"."status" IN ('REQUIRES_ACTION', 'PROCESSING');--> statement-breakpoint
CREATE INDEX `payments_to_settle` ON `payments` (`next_attempt_at`) WHERE "payments"."next_attempt_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `payments_taken_by` ON `payments` (`taken_by`) WHERE "payments"."taken_by" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `__new_products` (
	`id` integer PRIMARY KEY NOT NULL,
	`sku` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`unit_price` integer NOT NULL,
	`currency` text NOT NULL,
	`stock` integer,
	`image_url` text,
	`archived_at` text,
	CONSTRAINT "products_unit_price" CHECK("__new_products"."unit_price" BETWEEN 0 AND 99999999),
	CONSTRAINT "products_stock" CHECK("__new_products"."stock" >= 0)
);
--> statement-breakpoint
INSERT INTO `__new_products`("id", "sku", "name", "description", "unit_price", "currency", "stock", "image_url", "archived_at") SELECT "id", "sku", "name", "description", "unit_price", "currency", "stock", "image_url", "archived_at" FROM `products`;--> statement-breakpoint
DROP TABLE `products`;--> statement-breakpoint
ALTER TABLE `__new_products` RENAME TO `products`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `products_sku` ON `products` (`sku`);--> statement-breakpoint
-- The triggers as they were.
CREATE TRIGGER `products_fts_insert` AFTER INSERT ON `products` BEGIN
	INSERT INTO `products_fts` (rowid, `name`, `description`, `sku`) VALUES (new.`id`, new.`name`, new.`description`, new.`sku`);
END;--> statement-breakpoint
CREATE TRIGGER `products_fts_delete` AFTER DELETE ON `products` BEGIN
	INSERT INTO `products_fts` (`products_fts`, rowid, `name`, `description`, `sku`) VALUES ('delete', old.`id`, old.`name`, old.`description`, old.`sku`);
END;--> statement-breakpoint
CREATE TRIGGER `products_fts_update` AFTER UPDATE OF `id`, `name`, `description`, `sku` ON `products` BEGIN
	INSERT INTO `products_fts` (`products_fts`, rowid, `name`, `description`, `sku`) VALUES ('delete', old.`id`, old.`name`, old.`description`, old.`sku`);
	INSERT INTO `products_fts` (rowid, `name`, `description`, `sku`) VALUES (new.`id`, new.`name`, new.`description`, new.`sku`);
END;--> statement-breakpoint
CREATE TRIGGER `stock_movements_apply` AFTER INSERT ON `stock_movements` BEGIN
	UPDATE `products` SET `stock` = new.`stock` WHERE `id` = new.`product_id`;
END;--> statement-breakpoint
CREATE TRIGGER `orders_fts_insert` AFTER INSERT ON `orders` BEGIN
	INSERT INTO `orders_fts` (rowid, `name`, `email`, `reference`) VALUES (new.`id`, new.`customer_name`, new.`customer_email`, new.`recorded` ->> '$.reference');
END;--> statement-breakpoint
CREATE TRIGGER `orders_sums` AFTER UPDATE OF `version` ON `orders` WHEN new.`version` > old.`version` BEGIN
	INSERT INTO `order_sums` (`quarter`, `type`, `currency`, `decline_code`, `count`, `amount`)
		SELECT format('%.14s%02d:00.000Z', `event`.`at`, substr(`event`.`at`, 15, 2) / 15 * 15), `event`.`type`, new.`currency`, coalesce(`payments`.`decline_code`, ''),
			1, coalesce(`event`.`amount`, new.`total_amount`)
		FROM `order_events` AS `event` LEFT JOIN `payments` ON `event`.`type` = 'payment.failed' AND `payments`.`id` = `event`.`payment_id`
		WHERE `event`.`order_id` = new.`id` AND `event`.`seq` > old.`version` AND `event`.`seq` <= new.`version`
		ON CONFLICT DO UPDATE SET `count` = `count` + 1, `amount` = `amount` + excluded.`amount`;
END;--> statement-breakpoint
-- A constraint can't add up a list, so triggers do: what is added to the total is the sum of the extra lines, and what the total includes is no more than it.
CREATE TRIGGER `orders_extras_insert` AFTER INSERT ON `orders` WHEN new.`extra_amount` <> 0 OR new.`recorded` -> '$.extras' IS NOT NULL BEGIN
	SELECT RAISE(ABORT, 'orders_extras: the extra lines are not what the order comes to')
		FROM (SELECT coalesce(sum(iif(value ->> 'included', 0, value ->> 'amount')), 0) AS `added`, coalesce(sum(iif(value ->> 'included', value ->> 'amount', 0)), 0) AS `included`
			FROM json_each(new.`recorded`, '$.extras'))
		WHERE `added` <> new.`extra_amount` OR `included` > new.`total_amount`;
END;--> statement-breakpoint
CREATE TRIGGER `orders_extras_update` AFTER UPDATE OF `recorded`, `extra_amount`, `total_amount` ON `orders` WHEN new.`extra_amount` <> 0 OR new.`recorded` -> '$.extras' IS NOT NULL BEGIN
	SELECT RAISE(ABORT, 'orders_extras: the extra lines are not what the order comes to')
		FROM (SELECT coalesce(sum(iif(value ->> 'included', 0, value ->> 'amount')), 0) AS `added`, coalesce(sum(iif(value ->> 'included', value ->> 'amount', 0)), 0) AS `included`
			FROM json_each(new.`recorded`, '$.extras'))
		WHERE `added` <> new.`extra_amount` OR `included` > new.`total_amount`;
END;
