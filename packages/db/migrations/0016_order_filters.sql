CREATE INDEX `orders_payment_method` ON `orders` (`payment_method`,`id`);--> statement-breakpoint
CREATE INDEX `orders_created` ON `orders` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_paid` ON `orders` (`paid_at`,`id`) WHERE "orders"."paid_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `orders_updated` ON `orders` (`updated_at`,`id`);