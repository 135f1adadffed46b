PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` integer NOT NULL,
	`payment_id` text NOT NULL,
	`amount` integer NOT NULL,
	`reason` text,
	`restocked` integer NOT NULL,
	`created_at` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` text,
	`taken_by` text,
	`last_error` text,
	`settled_at` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refunds_amount" CHECK("__new_refunds"."amount" >= 0),
	CONSTRAINT "refunds_settled" CHECK(("__new_refunds"."settled_at" IS NULL) = ("__new_refunds"."next_attempt_at" IS NOT NULL))
);
--> statement-breakpoint
INSERT INTO `__new_refunds`("id", "order_id", "payment_id", "amount", "reason", "restocked", "created_at", "attempts", "next_attempt_at", "taken_by", "last_error", "settled_at") SELECT "id", "order_id", "payment_id", "amount", "reason", "restocked", "created_at", "attempts", "next_attempt_at", "taken_by", "last_error", "settled_at" FROM `refunds`;--> statement-breakpoint
DROP TABLE `refunds`;--> statement-breakpoint
ALTER TABLE `__new_refunds` RENAME TO `refunds`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `refunds_order` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE INDEX `refunds_payment` ON `refunds` (`payment_id`);--> statement-breakpoint
CREATE INDEX `refunds_to_settle` ON `refunds` (`next_attempt_at`) WHERE "refunds"."next_attempt_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `refunds_taken_by` ON `refunds` (`taken_by`) WHERE "refunds"."taken_by" IS NOT NULL;