CREATE TABLE `webhook_attempts` (
	`delivery_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`at` text NOT NULL,
	`duration_ms` integer NOT NULL,
	`response_status` integer,
	`response_body` text,
	`error` text,
	PRIMARY KEY(`delivery_id`, `seq`),
	FOREIGN KEY (`delivery_id`) REFERENCES `webhook_deliveries`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhook_attempts_seq" CHECK("webhook_attempts"."seq" >= 1),
	CONSTRAINT "webhook_attempts_duration" CHECK("webhook_attempts"."duration_ms" >= 0),
	CONSTRAINT "webhook_attempts_answer" CHECK("webhook_attempts"."response_status" IS NOT NULL OR "webhook_attempts"."error" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`id` integer PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`order_id` integer NOT NULL,
	`event_id` integer NOT NULL,
	`event_type` text NOT NULL,
	`status` text NOT NULL,
	`attempt_count` integer DEFAULT 0 NOT NULL,
	`step` integer DEFAULT 0 NOT NULL,
	`payload` text,
	`created_at` text NOT NULL,
	`next_attempt_at` text,
	FOREIGN KEY (`endpoint_id`) REFERENCES `webhook_endpoints`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `order_events`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhook_deliveries_status_known" CHECK("webhook_deliveries"."status" IN ('PENDING', 'SUCCEEDED', 'FAILED')),
	CONSTRAINT "webhook_deliveries_due_if_pending" CHECK(("webhook_deliveries"."next_attempt_at" IS NOT NULL) = ("webhook_deliveries"."status" = 'PENDING')),
	CONSTRAINT "webhook_deliveries_step" CHECK("webhook_deliveries"."step" BETWEEN 0 AND "webhook_deliveries"."attempt_count")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_deliveries_message` ON `webhook_deliveries` (`message_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_deliveries_event_endpoint` ON `webhook_deliveries` (`event_id`,`endpoint_id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_order` ON `webhook_deliveries` (`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_endpoint` ON `webhook_deliveries` (`endpoint_id`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_status` ON `webhook_deliveries` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_since` ON `webhook_deliveries` (`endpoint_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`endpoint_id`,`next_attempt_at`) WHERE "webhook_deliveries"."next_attempt_at" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`origin` text NOT NULL,
	`event_types` text NOT NULL,
	`description` text,
	`status` text NOT NULL,
	`disabled_reason` text,
	`secret` text NOT NULL,
	`previous_secret` text,
	`previous_secret_until` text,
	`failing_since` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`deleted_at` text,
	CONSTRAINT "webhook_endpoints_status_known" CHECK("webhook_endpoints"."status" IN ('ENABLED', 'DISABLED')),
	CONSTRAINT "webhook_endpoints_reason_known" CHECK("webhook_endpoints"."disabled_reason" IN ('MANUAL', 'GONE', 'FAILING')),
	CONSTRAINT "webhook_endpoints_disabled" CHECK(("webhook_endpoints"."disabled_reason" IS NOT NULL) = ("webhook_endpoints"."status" = 'DISABLED')),
	CONSTRAINT "webhook_endpoints_url" CHECK(length("webhook_endpoints"."url") <= 2000),
	CONSTRAINT "webhook_endpoints_event_types" CHECK(json_array_length("webhook_endpoints"."event_types") >= 1),
	CONSTRAINT "webhook_endpoints_previous" CHECK(("webhook_endpoints"."previous_secret" IS NULL) = ("webhook_endpoints"."previous_secret_until" IS NULL)),
	CONSTRAINT "webhook_endpoints_deleted" CHECK("webhook_endpoints"."deleted_at" IS NULL OR ("webhook_endpoints"."status" = 'DISABLED' AND "webhook_endpoints"."secret" = ''))
);
--> statement-breakpoint
CREATE INDEX `webhook_endpoints_shown` ON `webhook_endpoints` (`created_at`,`id`) WHERE "webhook_endpoints"."deleted_at" IS NULL;--> statement-breakpoint
CREATE INDEX `webhook_endpoints_enabled` ON `webhook_endpoints` (`id`) WHERE "webhook_endpoints"."status" = 'ENABLED';