CREATE TABLE `discount_uses` (
	`code` text NOT NULL,
	`user_id` text NOT NULL,
	`uses` integer NOT NULL,
	PRIMARY KEY(`code`, `user_id`),
	FOREIGN KEY (`code`) REFERENCES `discounts`(`code`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "discount_uses_uses" CHECK("discount_uses"."uses" >= 0)
);
--> statement-breakpoint
CREATE TABLE `discounts` (
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
	CONSTRAINT "discounts_code" CHECK("discounts"."code" = upper("discounts"."code")),
	CONSTRAINT "discounts_kind_known" CHECK("discounts"."kind" IN ('PERCENT', 'FIXED')),
	CONSTRAINT "discounts_currency_known" CHECK("discounts"."currency" IN ('INR', 'USD', 'EUR', 'GBP')),
	CONSTRAINT "discounts_value" CHECK("discounts"."value" BETWEEN 1 AND CASE "discounts"."kind" WHEN 'PERCENT' THEN 100 ELSE 99999999 END),
	CONSTRAINT "discounts_min_subtotal" CHECK("discounts"."min_subtotal" >= 0),
	CONSTRAINT "discounts_max_discount" CHECK("discounts"."max_discount" > 0),
	CONSTRAINT "discounts_uses" CHECK("discounts"."uses" BETWEEN 0 AND coalesce("discounts"."max_uses", "discounts"."uses"))
);
--> statement-breakpoint
DROP INDEX `notifications_order`;--> statement-breakpoint
CREATE INDEX `notifications_order` ON `notifications` (`order_id`,`id`);--> statement-breakpoint
DROP INDEX `payments_order`;--> statement-breakpoint
CREATE INDEX `payments_order` ON `payments` (`order_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `customers_role_id` ON `customers` (`role`,`id`);--> statement-breakpoint
CREATE INDEX `orders_to_expire` ON `orders` (`expires_at`,`id`) WHERE "orders"."status" = 'PENDING' AND "orders"."expires_at" IS NOT NULL;