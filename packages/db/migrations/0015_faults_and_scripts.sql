CREATE TABLE `armed_faults` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`procedure` text NOT NULL,
	`fault` text NOT NULL,
	`nth` integer NOT NULL,
	`times` integer NOT NULL,
	`status` integer,
	`delay_ms` integer,
	`armed_at` text NOT NULL,
	`counted` text DEFAULT '[]' NOT NULL,
	CONSTRAINT "armed_faults_known" CHECK("armed_faults"."fault" IN ('lost_before', 'lost_after', 'delay', 'status', 'truncate')),
	CONSTRAINT "armed_faults_calls" CHECK("armed_faults"."nth" >= 1 AND "armed_faults"."times" >= 1),
	CONSTRAINT "armed_faults_status" CHECK(("armed_faults"."status" IS NOT NULL) = ("armed_faults"."fault" = 'status')),
	CONSTRAINT "armed_faults_delay" CHECK(("armed_faults"."delay_ms" IS NOT NULL) = ("armed_faults"."fault" = 'delay')),
	CONSTRAINT "armed_faults_counted" CHECK(json_type("armed_faults"."counted") = 'array')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `armed_faults_id` ON `armed_faults` (`id`);--> statement-breakpoint
CREATE TABLE `webhook_scripts` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`event_type` text,
	`act` text NOT NULL,
	`nth` integer NOT NULL,
	`times` integer NOT NULL,
	`delay_ms` integer,
	`after_delivery` integer NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`endpoint_id`) REFERENCES `webhook_endpoints`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhook_scripts_act_known" CHECK("webhook_scripts"."act" IN ('hold', 'drop', 'duplicate', 'old_timestamp', 'wrong_signature', 'slow', 'huge')),
	CONSTRAINT "webhook_scripts_deliveries" CHECK("webhook_scripts"."nth" >= 1 AND "webhook_scripts"."times" >= 1),
	CONSTRAINT "webhook_scripts_delay" CHECK(("webhook_scripts"."delay_ms" IS NOT NULL) = ("webhook_scripts"."act" = 'slow'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_scripts_id` ON `webhook_scripts` (`id`);--> statement-breakpoint
CREATE INDEX `webhook_scripts_endpoint` ON `webhook_scripts` (`endpoint_id`);--> statement-breakpoint
ALTER TABLE `webhook_attempts` ADD `scripted` text;