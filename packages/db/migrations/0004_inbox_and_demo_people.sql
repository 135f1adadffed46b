CREATE TABLE `channel_faults` (
	`channel` text PRIMARY KEY NOT NULL,
	`fail_next` integer NOT NULL,
	`fail_percent` integer NOT NULL,
	CONSTRAINT "channel_faults_channel_known" CHECK("channel_faults"."channel" IN ('EMAIL', 'SMS')),
	CONSTRAINT "channel_faults_fail_next" CHECK("channel_faults"."fail_next" >= 0),
	CONSTRAINT "channel_faults_fail_percent" CHECK("channel_faults"."fail_percent" BETWEEN 0 AND 100)
);
--> statement-breakpoint
DROP INDEX `customers_role_id`;--> statement-breakpoint
ALTER TABLE `customers` ADD `demo` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `customers_demo` ON `customers` (`role`,`id`) WHERE "customers"."demo";--> statement-breakpoint
DROP INDEX `payments_order`;--> statement-breakpoint
CREATE INDEX `payments_order` ON `payments` (`order_id`);--> statement-breakpoint
DROP INDEX `refunds_order`;--> statement-breakpoint
CREATE INDEX `refunds_payment` ON `refunds` (`payment_id`);--> statement-breakpoint
CREATE INDEX `refunds_order` ON `refunds` (`order_id`);--> statement-breakpoint
ALTER TABLE `notifications` ADD `user_id` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `subject` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `text` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `html` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `taken_by` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `shown_in_attempt` integer;--> statement-breakpoint
ALTER TABLE `notifications` ADD `failed_at` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `last_error` text;--> statement-breakpoint
CREATE INDEX `notifications_taken_by` ON `notifications` (`taken_by`);--> statement-breakpoint
CREATE INDEX `notifications_user` ON `notifications` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_channel` ON `notifications` (`channel`,`id`);--> statement-breakpoint
UPDATE `notifications` SET `user_id` = (SELECT `user_id` FROM `orders` WHERE `orders`.`id` = `notifications`.`order_id`);--> statement-breakpoint
-- Full-text index of what was sent, kept by triggers: a message gets its text when it is marked as sent.
CREATE VIRTUAL TABLE `notifications_fts` USING fts5(`recipient`, `subject`, `text`, content='notifications', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3');--> statement-breakpoint
CREATE TRIGGER `notifications_fts_sent` AFTER UPDATE OF `text` ON `notifications` WHEN old.`text` IS NULL AND new.`text` IS NOT NULL BEGIN
	INSERT INTO `notifications_fts` (rowid, `recipient`, `subject`, `text`) VALUES (new.`id`, new.`recipient`, new.`subject`, new.`text`);
END;
