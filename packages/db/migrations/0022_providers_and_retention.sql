ALTER TABLE `notifications` ADD `provider` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `provider_id` text;--> statement-breakpoint
CREATE INDEX `notifications_kept` ON `notifications` (`created_at`) WHERE "notifications"."next_attempt_at" IS NULL;--> statement-breakpoint
CREATE INDEX `api_keys_kept` ON `api_keys` (`revoked_at`) WHERE "api_keys"."revoked_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `webhook_deliveries_kept` ON `webhook_deliveries` (`created_at`) WHERE "webhook_deliveries"."next_attempt_at" IS NULL;