CREATE TABLE `erasures` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`customer_id` text NOT NULL,
	`actor_id` text NOT NULL,
	`at` text NOT NULL,
	`reason` text,
	`after_order` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `erasures_id` ON `erasures` (`id`);--> statement-breakpoint
CREATE INDEX `erasures_customer` ON `erasures` (`customer_id`,`number`);--> statement-breakpoint
CREATE TABLE `statement_sums` (
	`quarter` text NOT NULL,
	`currency` text NOT NULL,
	`payment_method` text NOT NULL,
	`orders` integer NOT NULL,
	`subtotal_amount` integer NOT NULL,
	`discount_amount` integer NOT NULL,
	`total_amount` integer NOT NULL,
	`first_invoice` integer,
	`last_invoice` integer,
	`refunds` integer NOT NULL,
	`refunded_amount` integer NOT NULL,
	PRIMARY KEY(`quarter`, `currency`, `payment_method`),
	CONSTRAINT "statement_sums_counts" CHECK("statement_sums"."orders" >= 0 AND "statement_sums"."refunds" >= 0)
) WITHOUT ROWID;
--> statement-breakpoint
-- By hand from here on, and WITHOUT ROWID above. The running sums of a statement: what is there is summed up once.
INSERT INTO `statement_sums` SELECT format('%.14s%02d:00.000Z', `event`.`at`, substr(`event`.`at`, 15, 2) / 15 * 15), `orders`.`currency`, `orders`.`payment_method`,
	sum(`event`.`type` = 'order.paid'), sum(iif(`event`.`type` = 'order.paid', `subtotal_amount`, 0)), sum(iif(`event`.`type` = 'order.paid', `discount_amount`, 0)),
	sum(iif(`event`.`type` = 'order.paid', `total_amount`, 0)), min(iif(`event`.`type` = 'order.paid', `invoice_number`, NULL)), max(iif(`event`.`type` = 'order.paid', `invoice_number`, NULL)),
	sum(`event`.`type` = 'order.refunded'), sum(iif(`event`.`type` = 'order.refunded', `event`.`amount`, 0))
	FROM `order_events` AS `event` JOIN `orders` ON `orders`.`id` = `event`.`order_id` WHERE `event`.`type` IN ('order.paid', 'order.refunded') GROUP BY 1, 2, 3;
--> statement-breakpoint
CREATE TRIGGER `statement_sums` AFTER UPDATE OF `version` ON `orders` WHEN new.`version` > old.`version` AND new.`status` IN ('PAID', 'REFUNDED') BEGIN
	INSERT INTO `statement_sums` SELECT format('%.14s%02d:00.000Z', `event`.`at`, substr(`event`.`at`, 15, 2) / 15 * 15), new.`currency`, new.`payment_method`,
		1, new.`subtotal_amount`, new.`discount_amount`, new.`total_amount`, new.`invoice_number`, new.`invoice_number`, 0, 0
		FROM `order_events` AS `event` WHERE `event`.`order_id` = new.`id` AND `event`.`seq` > old.`version` AND `event`.`seq` <= new.`version` AND `event`.`type` = 'order.paid'
		ON CONFLICT DO UPDATE SET `orders` = `orders` + 1, `subtotal_amount` = `subtotal_amount` + excluded.`subtotal_amount`, `discount_amount` = `discount_amount` + excluded.`discount_amount`,
			`total_amount` = `total_amount` + excluded.`total_amount`, `first_invoice` = coalesce(`first_invoice`, excluded.`first_invoice`), `last_invoice` = excluded.`last_invoice`;
	INSERT INTO `statement_sums` SELECT format('%.14s%02d:00.000Z', `event`.`at`, substr(`event`.`at`, 15, 2) / 15 * 15), new.`currency`, new.`payment_method`,
		0, 0, 0, 0, NULL, NULL, 1, `event`.`amount`
		FROM `order_events` AS `event` WHERE `event`.`order_id` = new.`id` AND `event`.`seq` > old.`version` AND `event`.`seq` <= new.`version` AND `event`.`type` = 'order.refunded'
		ON CONFLICT DO UPDATE SET `refunds` = `refunds` + 1, `refunded_amount` = `refunded_amount` + excluded.`refunded_amount`;
END;
--> statement-breakpoint
-- The full-text index of orders anew, without `contentless_delete`: that kind keeps the words of what is deleted until its segments are merged. With `secure-delete`
-- an index takes them out at once. Triggers do so when a customer's words are erased: commands never set these columns.
DROP TRIGGER `orders_fts_insert`;--> statement-breakpoint
DROP TABLE `orders_fts`;--> statement-breakpoint
CREATE VIRTUAL TABLE `orders_fts` USING fts5(`name`, `email`, `reference`, content='', tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix='1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31');
--> statement-breakpoint
INSERT INTO `orders_fts` (`orders_fts`, rank) VALUES ('secure-delete', 1);--> statement-breakpoint
INSERT INTO `orders_fts` (rowid, `name`, `email`, `reference`) SELECT `id`, `customer_name`, `customer_email`, `recorded` ->> '$.reference' FROM `orders`;
--> statement-breakpoint
CREATE TRIGGER `orders_fts_insert` AFTER INSERT ON `orders` BEGIN
	INSERT INTO `orders_fts` (rowid, `name`, `email`, `reference`) VALUES (new.`id`, new.`customer_name`, new.`customer_email`, new.`recorded` ->> '$.reference');
END;
--> statement-breakpoint
CREATE TRIGGER `orders_fts_update` AFTER UPDATE OF `customer_name`, `customer_email`, `recorded` ON `orders`
WHEN (old.`customer_name`, old.`customer_email`, old.`recorded`) IS NOT (new.`customer_name`, new.`customer_email`, new.`recorded`) BEGIN
	INSERT INTO `orders_fts` (`orders_fts`, rowid, `name`, `email`, `reference`) VALUES ('delete', old.`id`, old.`customer_name`, old.`customer_email`, old.`recorded` ->> '$.reference');
	INSERT INTO `orders_fts` (rowid, `name`, `email`, `reference`) VALUES (new.`id`, new.`customer_name`, new.`customer_email`, new.`recorded` ->> '$.reference');
END;
--> statement-breakpoint
INSERT INTO `notifications_fts` (`notifications_fts`, rank) VALUES ('secure-delete', 1);--> statement-breakpoint
CREATE TRIGGER `notifications_fts_cleared` AFTER UPDATE OF `text` ON `notifications` WHEN old.`text` IS NOT NULL AND new.`text` IS NULL BEGIN
	INSERT INTO `notifications_fts` (`notifications_fts`, rowid, `recipient`, `subject`, `text`) VALUES ('delete', old.`id`, old.`recipient`, old.`subject`, old.`text`);
END;
