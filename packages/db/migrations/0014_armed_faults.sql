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
CREATE UNIQUE INDEX `armed_faults_id` ON `armed_faults` (`id`);