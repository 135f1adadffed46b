-- Customers with a number of their own. The full-text index names each by it, and a row without one can get another number when a database is read from a dump.
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_customers` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`role` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`phone` text,
	`demo` integer DEFAULT false NOT NULL,
	CONSTRAINT "customers_role" CHECK("__new_customers"."role" IN ('customer', 'staff'))
);
--> statement-breakpoint
INSERT INTO `__new_customers`("number", "id", "role", "name", "email", "phone", "demo") SELECT rowid, "id", "role", "name", "email", "phone", "demo" FROM `customers` ORDER BY rowid;--> statement-breakpoint
DROP TABLE `customers`;--> statement-breakpoint
ALTER TABLE `__new_customers` RENAME TO `customers`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `customers_id` ON `customers` (`id`);--> statement-breakpoint
CREATE INDEX `customers_demo` ON `customers` (`role`,`id`) WHERE "customers"."demo";--> statement-breakpoint
CREATE INDEX `customers_known` ON `customers` (`number`) WHERE role = 'customer' AND id NOT GLOB 'guest_*' AND id NOT GLOB 'key_*';--> statement-breakpoint
CREATE INDEX `notifications_failed` ON `notifications` (`id`) WHERE "notifications"."failed_at" IS NOT NULL;--> statement-breakpoint
-- By hand: Drizzle has no virtual tables. It reads words as the other full-text indexes do. A phone number is found with its country code and without it: +1 and +7 are
-- codes of one digit, those of two are listed, and all others have three (ITU-T E.164).
CREATE VIRTUAL TABLE `customers_fts` USING fts5(`name`, `email`, `phone`, `id`, content='', tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix='1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31');
--> statement-breakpoint
INSERT INTO `customers_fts` (`customers_fts`, rank) VALUES ('secure-delete', 1);--> statement-breakpoint
INSERT INTO `customers_fts` (rowid, `name`, `email`, `phone`, `id`) SELECT `number`, `name`, `email`, concat_ws(' ', `phone`, substr(`phone`, iif(`phone` GLOB '+[17]*', 3, iif(`phone` GLOB '+2[07]*' OR `phone` GLOB '+3[0-469]*' OR `phone` GLOB '+4[013-9]*' OR `phone` GLOB '+5[1-8]*' OR `phone` GLOB '+6[0-6]*' OR `phone` GLOB '+8[1246]*' OR `phone` GLOB '+9[0-58]*', 4, 5)))), `id` FROM `customers`;
--> statement-breakpoint
CREATE TRIGGER `customers_fts_insert` AFTER INSERT ON `customers` BEGIN
	INSERT INTO `customers_fts` (rowid, `name`, `email`, `phone`, `id`) VALUES (new.`number`, new.`name`, new.`email`, concat_ws(' ', new.`phone`, substr(new.`phone`, iif(new.`phone` GLOB '+[17]*', 3, iif(new.`phone` GLOB '+2[07]*' OR new.`phone` GLOB '+3[0-469]*' OR new.`phone` GLOB '+4[013-9]*' OR new.`phone` GLOB '+5[1-8]*' OR new.`phone` GLOB '+6[0-6]*' OR new.`phone` GLOB '+8[1246]*' OR new.`phone` GLOB '+9[0-58]*', 4, 5)))), new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `customers_fts_delete` AFTER DELETE ON `customers` BEGIN
	INSERT INTO `customers_fts` (`customers_fts`, rowid, `name`, `email`, `phone`, `id`) VALUES ('delete', old.`number`, old.`name`, old.`email`, concat_ws(' ', old.`phone`, substr(old.`phone`, iif(old.`phone` GLOB '+[17]*', 3, iif(old.`phone` GLOB '+2[07]*' OR old.`phone` GLOB '+3[0-469]*' OR old.`phone` GLOB '+4[013-9]*' OR old.`phone` GLOB '+5[1-8]*' OR old.`phone` GLOB '+6[0-6]*' OR old.`phone` GLOB '+8[1246]*' OR old.`phone` GLOB '+9[0-58]*', 4, 5)))), old.`id`);
END;
--> statement-breakpoint
-- Each order writes the customer's contact again, mostly as it was.
CREATE TRIGGER `customers_fts_update` AFTER UPDATE OF `id`, `name`, `email`, `phone` ON `customers` WHEN (old.`id`, old.`name`, old.`email`, old.`phone`) IS NOT (new.`id`, new.`name`, new.`email`, new.`phone`) BEGIN
	INSERT INTO `customers_fts` (`customers_fts`, rowid, `name`, `email`, `phone`, `id`) VALUES ('delete', old.`number`, old.`name`, old.`email`, concat_ws(' ', old.`phone`, substr(old.`phone`, iif(old.`phone` GLOB '+[17]*', 3, iif(old.`phone` GLOB '+2[07]*' OR old.`phone` GLOB '+3[0-469]*' OR old.`phone` GLOB '+4[013-9]*' OR old.`phone` GLOB '+5[1-8]*' OR old.`phone` GLOB '+6[0-6]*' OR old.`phone` GLOB '+8[1246]*' OR old.`phone` GLOB '+9[0-58]*', 4, 5)))), old.`id`);
	INSERT INTO `customers_fts` (rowid, `name`, `email`, `phone`, `id`) VALUES (new.`number`, new.`name`, new.`email`, concat_ws(' ', new.`phone`, substr(new.`phone`, iif(new.`phone` GLOB '+[17]*', 3, iif(new.`phone` GLOB '+2[07]*' OR new.`phone` GLOB '+3[0-469]*' OR new.`phone` GLOB '+4[013-9]*' OR new.`phone` GLOB '+5[1-8]*' OR new.`phone` GLOB '+6[0-6]*' OR new.`phone` GLOB '+8[1246]*' OR new.`phone` GLOB '+9[0-58]*', 4, 5)))), new.`id`);
END;
