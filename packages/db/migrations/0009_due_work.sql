-- Renamed, not made anew: no row is copied, and constraints and indexes follow the name.
ALTER TABLE `refunds` RENAME COLUMN `ask_again_at` TO `next_attempt_at`;--> statement-breakpoint
ALTER TABLE `refunds` ADD `attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `refunds` ADD `taken_by` text;--> statement-breakpoint
ALTER TABLE `refunds` ADD `last_error` text;--> statement-breakpoint
CREATE INDEX `refunds_taken_by` ON `refunds` (`taken_by`) WHERE "refunds"."taken_by" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` RENAME COLUMN `ask_again_at` TO `next_attempt_at`;--> statement-breakpoint
ALTER TABLE `payments` ADD `attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `taken_by` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `last_error` text;--> statement-breakpoint
CREATE INDEX `payments_taken_by` ON `payments` (`taken_by`) WHERE "payments"."taken_by" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` RENAME COLUMN `attempt_count` TO `attempts`;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `last_error` text;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `last_failure_at` text;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `left_alone_until` text;
