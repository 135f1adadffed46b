CREATE TABLE `stock_movements` (
	`id` integer PRIMARY KEY NOT NULL,
	`product_id` integer NOT NULL,
	`cause` text NOT NULL,
	`at` text NOT NULL,
	`change` integer,
	`stock` integer,
	`order_id` integer,
	`actor_id` text,
	`reason` text,
	`command_id` text,
	`idempotency_key` text,
	`fingerprint` text,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stock_movements_cause_known" CHECK("stock_movements"."cause" IN ('ORDER_CREATED', 'ORDER_CANCELLED', 'ORDER_EXPIRED', 'ORDER_REFUNDED', 'ADJUSTED', 'SET', 'IMPORTED')),
	CONSTRAINT "stock_movements_order_cause" CHECK(("stock_movements"."order_id" IS NOT NULL) = ("stock_movements"."cause" IN ('ORDER_CREATED', 'ORDER_CANCELLED', 'ORDER_EXPIRED', 'ORDER_REFUNDED'))),
	CONSTRAINT "stock_movements_stock" CHECK("stock_movements"."stock" >= 0)
);
--> statement-breakpoint
CREATE INDEX `stock_movements_product` ON `stock_movements` (`product_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `stock_movements_order` ON `stock_movements` (`order_id`,`product_id`,`cause`) WHERE "stock_movements"."order_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `stock_movements_command` ON `stock_movements` (`command_id`,`product_id`) WHERE "stock_movements"."command_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `stock_movements_key` ON `stock_movements` (`actor_id`,`idempotency_key`) WHERE "stock_movements"."idempotency_key" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `discounts` ADD `disabled_at` text;--> statement-breakpoint
ALTER TABLE `products` ADD `archived_at` text;--> statement-breakpoint
-- By hand from here on.
-- Orders that hold pieces can give them back, which needs the row of what they took. The stock after each row leads to the stock of today.
INSERT INTO `stock_movements` (`product_id`, `cause`, `at`, `change`, `stock`, `order_id`)
	SELECT `items`.`product_id`, 'ORDER_CREATED', `placed`.`created_at`, -`items`.`quantity`,
		`products`.`stock` + coalesce(sum(`items`.`quantity`) OVER (PARTITION BY `items`.`product_id` ORDER BY `placed`.`id` ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 0), `placed`.`id`
	FROM `orders` AS `placed` JOIN `order_items` AS `items` ON `items`.`order_id` = `placed`.`id` JOIN `products` ON `products`.`id` = `items`.`product_id`
	WHERE `placed`.`status` <> 'CANCELLED' AND `products`.`stock` IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM `refunds` WHERE `refunds`.`order_id` = `placed`.`id` AND `refunds`.`restocked`)
	ORDER BY `placed`.`id`, `items`.`position`;--> statement-breakpoint
-- A movement is what changes the stock.
CREATE TRIGGER `stock_movements_apply` AFTER INSERT ON `stock_movements` BEGIN
	UPDATE `products` SET `stock` = new.`stock` WHERE `id` = new.`product_id`;
END;--> statement-breakpoint
-- Products are found by their SKU too.
DROP TRIGGER `products_fts_insert`;--> statement-breakpoint
DROP TRIGGER `products_fts_delete`;--> statement-breakpoint
DROP TRIGGER `products_fts_update`;--> statement-breakpoint
DROP TABLE `products_fts`;--> statement-breakpoint
CREATE VIRTUAL TABLE `products_fts` USING fts5(`name`, `description`, `sku`, content='products', content_rowid='id', tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix='1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31');--> statement-breakpoint
INSERT INTO `products_fts` (`products_fts`) VALUES ('rebuild');--> statement-breakpoint
CREATE TRIGGER `products_fts_insert` AFTER INSERT ON `products` BEGIN
	INSERT INTO `products_fts` (rowid, `name`, `description`, `sku`) VALUES (new.`id`, new.`name`, new.`description`, new.`sku`);
END;--> statement-breakpoint
CREATE TRIGGER `products_fts_delete` AFTER DELETE ON `products` BEGIN
	INSERT INTO `products_fts` (`products_fts`, rowid, `name`, `description`, `sku`) VALUES ('delete', old.`id`, old.`name`, old.`description`, old.`sku`);
END;--> statement-breakpoint
CREATE TRIGGER `products_fts_update` AFTER UPDATE OF `id`, `name`, `description`, `sku` ON `products` BEGIN
	INSERT INTO `products_fts` (`products_fts`, rowid, `name`, `description`, `sku`) VALUES ('delete', old.`id`, old.`name`, old.`description`, old.`sku`);
	INSERT INTO `products_fts` (rowid, `name`, `description`, `sku`) VALUES (new.`id`, new.`name`, new.`description`, new.`sku`);
END;
