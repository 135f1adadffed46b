CREATE TABLE `guest_links` (
	`number` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`order_id` integer NOT NULL,
	`user_id` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `guest_links_hash_unique` ON `guest_links` (`hash`);--> statement-breakpoint
CREATE INDEX `guest_links_user` ON `guest_links` (`user_id`,`number`);--> statement-breakpoint
-- By hand: the generator splits an expression at its comma.
DROP INDEX `order_events_discount`;--> statement-breakpoint
CREATE INDEX `order_events_discount` ON `order_events` ("data" ->> '$.discountCode', coalesce("data" ->> '$.userId', "actor_id")) WHERE "order_events"."data" ->> '$.discountCode' IS NOT NULL;
