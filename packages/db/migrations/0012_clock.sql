CREATE TABLE `till_clock` (
	`id` integer PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`ms` integer NOT NULL,
	CONSTRAINT "till_clock_one" CHECK("till_clock"."id" = 1),
	CONSTRAINT "till_clock_mode" CHECK("till_clock"."mode" IN ('frozen', 'shifted'))
);
