CREATE TABLE `customers` (
	`id` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`phone` text,
	CONSTRAINT "customers_role" CHECK("customers"."role" IN ('customer', 'staff'))
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` integer PRIMARY KEY NOT NULL,
	`order_id` integer NOT NULL,
	`event_id` integer NOT NULL,
	`channel` text NOT NULL,
	`recipient` text NOT NULL,
	`attempts` integer NOT NULL,
	`created_at` text NOT NULL,
	`next_attempt_at` text,
	`sent_at` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `order_events`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "notifications_channel_known" CHECK("notifications"."channel" IN ('EMAIL', 'SMS')),
	CONSTRAINT "notifications_attempts" CHECK("notifications"."attempts" >= 0),
	CONSTRAINT "notifications_sent" CHECK("notifications"."sent_at" IS NULL OR "notifications"."next_attempt_at" IS NULL)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_event_channel` ON `notifications` (`event_id`,`channel`);--> statement-breakpoint
CREATE INDEX `notifications_order` ON `notifications` (`order_id`);--> statement-breakpoint
CREATE INDEX `notifications_due` ON `notifications` (`next_attempt_at`) WHERE "notifications"."next_attempt_at" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `order_events` (
	`id` integer PRIMARY KEY NOT NULL,
	`order_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`command_id` text NOT NULL,
	`command` text NOT NULL,
	`type` text NOT NULL,
	`actor_role` text NOT NULL,
	`actor_id` text NOT NULL,
	`at` text NOT NULL,
	`idempotency_key` text,
	`fingerprint` text NOT NULL,
	`payment_id` text,
	`reason` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT "order_events_seq" CHECK("order_events"."seq" >= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `order_events_order_seq` ON `order_events` (`order_id`,`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `order_events_command` ON `order_events` (`command_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `order_events_key` ON `order_events` (`actor_id`,`idempotency_key`);--> statement-breakpoint
CREATE TABLE `order_items` (
	`order_id` integer NOT NULL,
	`position` integer NOT NULL,
	`product_id` integer NOT NULL,
	`sku` text NOT NULL,
	`name` text NOT NULL,
	`quantity` integer NOT NULL,
	`unit_price` integer NOT NULL,
	`discount_amount` integer NOT NULL,
	`total_amount` integer NOT NULL,
	PRIMARY KEY(`order_id`, `position`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_items_quantity" CHECK("order_items"."quantity" BETWEEN 1 AND 99),
	CONSTRAINT "order_items_unit_price" CHECK("order_items"."unit_price" >= 0),
	CONSTRAINT "order_items_total" CHECK("order_items"."discount_amount" >= 0 AND "order_items"."total_amount" >= 0
        AND "order_items"."total_amount" = "order_items"."quantity" * "order_items"."unit_price" - "order_items"."discount_amount")
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`user_id` text NOT NULL,
	`status` text NOT NULL,
	`payment_method` text NOT NULL,
	`currency` text NOT NULL,
	`subtotal_amount` integer NOT NULL,
	`discount_amount` integer NOT NULL,
	`discount_code` text,
	`total_amount` integer NOT NULL,
	`refunded_amount` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`expires_at` text,
	`paid_at` text,
	`cancelled_at` text,
	`cancel_reason` text,
	FOREIGN KEY (`user_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "orders_status_known" CHECK("orders"."status" IN ('PENDING', 'PAID', 'CANCELLED', 'REFUNDED')),
	CONSTRAINT "orders_payment_method_known" CHECK("orders"."payment_method" IN ('COD', 'ONLINE')),
	CONSTRAINT "orders_currency_known" CHECK("orders"."currency" IN ('INR', 'USD', 'EUR', 'GBP')),
	CONSTRAINT "orders_subtotal" CHECK("orders"."subtotal_amount" BETWEEN 0 AND 99999999),
	CONSTRAINT "orders_discount" CHECK("orders"."discount_amount" BETWEEN 0 AND "orders"."subtotal_amount"),
	CONSTRAINT "orders_total" CHECK("orders"."total_amount" = "orders"."subtotal_amount" - "orders"."discount_amount"),
	CONSTRAINT "orders_refunded" CHECK("orders"."refunded_amount" BETWEEN 0 AND "orders"."total_amount"),
	CONSTRAINT "orders_paid_at" CHECK(("orders"."paid_at" IS NOT NULL) = ("orders"."status" IN ('PAID', 'REFUNDED'))),
	CONSTRAINT "orders_cancelled_at" CHECK(("orders"."cancelled_at" IS NOT NULL) = ("orders"."status" = 'CANCELLED'))
);
--> statement-breakpoint
CREATE INDEX `orders_user` ON `orders` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `orders_user_status` ON `orders` (`user_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `orders_status` ON `orders` (`status`,`id`);--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` integer NOT NULL,
	`amount` integer NOT NULL,
	`status` text NOT NULL,
	`method` text NOT NULL,
	`source` text NOT NULL,
	`decline_code` text,
	`created_at` text NOT NULL,
	`settled_at` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payments_amount" CHECK("payments"."amount" >= 0),
	CONSTRAINT "payments_status_known" CHECK("payments"."status" IN ('REQUIRES_ACTION', 'PROCESSING', 'SUCCEEDED', 'FAILED')),
	CONSTRAINT "payments_method_known" CHECK("payments"."method" IN ('COD', 'ONLINE')),
	CONSTRAINT "payments_source" CHECK(json_valid("payments"."source")),
	CONSTRAINT "payments_decline_code" CHECK(("payments"."decline_code" IS NOT NULL) = ("payments"."status" = 'FAILED')),
	CONSTRAINT "payments_settled_at" CHECK(("payments"."settled_at" IS NOT NULL) = ("payments"."status" IN ('SUCCEEDED', 'FAILED')))
);
--> statement-breakpoint
CREATE INDEX `payments_order` ON `payments` (`order_id`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_one_succeeded` ON `payments` (`order_id`) WHERE "payments"."status" = 'SUCCEEDED';--> statement-breakpoint
CREATE UNIQUE INDEX `payments_one_open` ON `payments` (`order_id`) WHERE "payments"."status" IN ('REQUIRES_ACTION', 'PROCESSING');--> statement-breakpoint
CREATE TABLE `products` (
	`id` integer PRIMARY KEY NOT NULL,
	`sku` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`unit_price` integer NOT NULL,
	`currency` text NOT NULL,
	`stock` integer,
	`image_url` text,
	CONSTRAINT "products_unit_price" CHECK("products"."unit_price" BETWEEN 0 AND 99999999),
	CONSTRAINT "products_currency" CHECK("products"."currency" IN ('INR', 'USD', 'EUR', 'GBP')),
	CONSTRAINT "products_stock" CHECK("products"."stock" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_sku` ON `products` (`sku`);