-- By hand: the column and its check are added without a rebuild of the table, which the generator would write.
ALTER TABLE `orders` ADD `recorded` text CONSTRAINT "orders_recorded" CHECK(json_type("recorded") = 'object');--> statement-breakpoint
CREATE UNIQUE INDEX `orders_reference` ON `orders` ("recorded" ->> '$.reference') WHERE "orders"."recorded" ->> '$.reference' IS NOT NULL;--> statement-breakpoint
-- The full-text index of orders anew, with the reference beside name and email.
DROP TRIGGER `orders_fts_insert`;--> statement-breakpoint
DROP TABLE `orders_fts`;--> statement-breakpoint
CREATE VIRTUAL TABLE `orders_fts` USING fts5(`name`, `email`, `reference`, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix='1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31');
--> statement-breakpoint
INSERT INTO `orders_fts` (rowid, `name`, `email`) SELECT `id`, `customer_name`, `customer_email` FROM `orders`;
--> statement-breakpoint
CREATE TRIGGER `orders_fts_insert` AFTER INSERT ON `orders` BEGIN
	INSERT INTO `orders_fts` (rowid, `name`, `email`, `reference`) VALUES (new.`id`, new.`customer_name`, new.`customer_email`, new.`recorded` ->> '$.reference');
END;
