DROP INDEX `notifications_taken_by`;--> statement-breakpoint
ALTER TABLE `notifications` ADD `fails_on_purpose` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `notifications_taken_by` ON `notifications` (`taken_by`) WHERE "notifications"."taken_by" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `notifications` DROP COLUMN `shown_in_attempt`;--> statement-breakpoint
ALTER TABLE `channel_faults` ADD `taken_by` text;--> statement-breakpoint
ALTER TABLE `order_events` ADD `data` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `customer_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `customer_email` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `customer_phone` text;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `taken_by` text;--> statement-breakpoint
CREATE INDEX `webhook_deliveries_taken_by` ON `webhook_deliveries` (`taken_by`) WHERE "webhook_deliveries"."taken_by" IS NOT NULL;--> statement-breakpoint
UPDATE `orders` SET (`customer_name`, `customer_email`, `customer_phone`) = (SELECT `name`, `email`, `phone` FROM `customers` WHERE `customers`.`id` = `user_id`);--> statement-breakpoint
-- An order keeps the customer as they were, so its full-text entry does too: a person who changes their name changes no order.
DROP TRIGGER `orders_fts_customer`;--> statement-breakpoint
DROP TRIGGER `orders_fts_insert`;--> statement-breakpoint
CREATE TRIGGER `orders_fts_insert` AFTER INSERT ON `orders` BEGIN
	INSERT INTO `orders_fts` (rowid, `name`, `email`) VALUES (new.`id`, new.`customer_name`, new.`customer_email`);
END;
