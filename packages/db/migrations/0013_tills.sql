CREATE TABLE `till_clock` (
	`id` integer PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`ms` integer NOT NULL,
	CONSTRAINT "till_clock_one" CHECK("till_clock"."id" = 1),
	CONSTRAINT "till_clock_mode" CHECK("till_clock"."mode" IN ('frozen', 'shifted'))
);
--> statement-breakpoint
CREATE TABLE `tills` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`created_at` text NOT NULL,
	`changed_at` text NOT NULL,
	`expires_at` text,
	`next_due_at` text,
	`swept_at` text NOT NULL,
	CONSTRAINT "tills_state" CHECK("tills"."state" IN ('CREATING', 'READY', 'DELETING'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tills_id` ON `tills` (`id`);--> statement-breakpoint
CREATE INDEX `tills_expiring` ON `tills` (`expires_at`);--> statement-breakpoint
CREATE INDEX `tills_created` ON `tills` (`created_at`);--> statement-breakpoint
CREATE INDEX `tills_due` ON `tills` (`next_due_at`) WHERE "tills"."state" = 'READY';--> statement-breakpoint
CREATE INDEX `tills_swept` ON `tills` (`swept_at`) WHERE "tills"."state" = 'READY';--> statement-breakpoint
CREATE INDEX `tills_half_done` ON `tills` (`changed_at`) WHERE "tills"."state" <> 'READY';