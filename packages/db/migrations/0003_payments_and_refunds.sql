CREATE TABLE `refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` integer NOT NULL,
	`payment_id` text NOT NULL,
	`amount` integer NOT NULL,
	`reason` text,
	`restocked` integer NOT NULL,
	`created_at` text NOT NULL,
	`ask_again_at` text,
	`settled_at` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refunds_amount" CHECK("refunds"."amount" > 0),
	CONSTRAINT "refunds_settled" CHECK(("refunds"."settled_at" IS NULL) = ("refunds"."ask_again_at" IS NOT NULL))
);
--> statement-breakpoint
CREATE INDEX `refunds_order` ON `refunds` (`order_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `refunds_to_settle` ON `refunds` (`ask_again_at`) WHERE "refunds"."ask_again_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `order_events` ADD `refund_id` text;--> statement-breakpoint
ALTER TABLE `order_events` ADD `amount` integer;--> statement-breakpoint
ALTER TABLE `payments` ADD `reference` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `action_url` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `ask_again_at` text;--> statement-breakpoint
CREATE INDEX `payments_to_settle` ON `payments` (`ask_again_at`) WHERE "payments"."ask_again_at" IS NOT NULL;