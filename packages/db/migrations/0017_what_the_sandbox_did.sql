CREATE TABLE `clock_moves` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`mode` text NOT NULL,
	`from_time` text NOT NULL,
	`to_time` text NOT NULL,
	`after_event` integer NOT NULL,
	CONSTRAINT "clock_moves_mode" CHECK("clock_moves"."mode" IN ('real', 'frozen', 'shifted')),
	CONSTRAINT "clock_moves_forward" CHECK("clock_moves"."from_time" <= "clock_moves"."to_time")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `clock_moves_id` ON `clock_moves` (`id`);--> statement-breakpoint
CREATE TABLE `fault_acts` (
	`number` integer PRIMARY KEY NOT NULL,
	`fault_id` text NOT NULL,
	`call_id` text NOT NULL,
	`fault` text NOT NULL,
	`procedure` text NOT NULL,
	`order_id` integer,
	`status` integer,
	`delay_ms` integer,
	`at` text NOT NULL,
	`after_event` integer NOT NULL,
	`held_until` text,
	`is_released` integer DEFAULT false NOT NULL,
	`went_at` text,
	CONSTRAINT "fault_acts_known" CHECK("fault_acts"."fault" IN ('lost_before', 'lost_after', 'delay', 'status', 'truncate', 'hold')),
	CONSTRAINT "fault_acts_held" CHECK("fault_acts"."fault" = 'hold' OR ("fault_acts"."held_until" IS NULL AND "fault_acts"."went_at" IS NULL AND NOT "fault_acts"."is_released"))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `fault_acts_call` ON `fault_acts` (`fault_id`,`call_id`);--> statement-breakpoint
CREATE INDEX `fault_acts_order` ON `fault_acts` (`order_id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_armed_faults` (
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
	CONSTRAINT "armed_faults_known" CHECK("__new_armed_faults"."fault" IN ('lost_before', 'lost_after', 'delay', 'status', 'truncate', 'hold')),
	CONSTRAINT "armed_faults_calls" CHECK("__new_armed_faults"."nth" >= 1 AND "__new_armed_faults"."times" >= 1),
	CONSTRAINT "armed_faults_status" CHECK(("__new_armed_faults"."status" IS NOT NULL) = ("__new_armed_faults"."fault" = 'status')),
	CONSTRAINT "armed_faults_delay" CHECK(("__new_armed_faults"."delay_ms" IS NOT NULL) = ("__new_armed_faults"."fault" IN ('delay', 'hold'))),
	CONSTRAINT "armed_faults_counted" CHECK(json_type("__new_armed_faults"."counted") = 'array')
);
--> statement-breakpoint
INSERT INTO `__new_armed_faults`("number", "id", "procedure", "fault", "nth", "times", "status", "delay_ms", "armed_at", "counted") SELECT "number", "id", "procedure", "fault", "nth", "times", "status", "delay_ms", "armed_at", "counted" FROM `armed_faults`;--> statement-breakpoint
DROP TABLE `armed_faults`;--> statement-breakpoint
ALTER TABLE `__new_armed_faults` RENAME TO `armed_faults`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `armed_faults_id` ON `armed_faults` (`id`);