CREATE INDEX `order_events_at` ON `order_events` (`at`);--> statement-breakpoint
-- Full-text index of orders by their customer, kept by triggers. One entry for each order, so that it gives what it finds in the order of ids. It keeps no copy of the text.
CREATE VIRTUAL TABLE `orders_fts` USING fts5(`name`, `email`, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
--> statement-breakpoint
INSERT INTO `orders_fts` (rowid, `name`, `email`) SELECT `orders`.`id`, `name`, `email` FROM `orders` JOIN `customers` ON `customers`.`id` = `user_id`;
--> statement-breakpoint
CREATE TRIGGER `orders_fts_insert` AFTER INSERT ON `orders` BEGIN
	INSERT INTO `orders_fts` (rowid, `name`, `email`) SELECT new.`id`, `name`, `email` FROM `customers` WHERE `id` = new.`user_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `orders_fts_delete` AFTER DELETE ON `orders` BEGIN
	DELETE FROM `orders_fts` WHERE rowid = old.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `orders_fts_customer` AFTER UPDATE OF `name`, `email` ON `customers` WHEN old.`name` IS NOT new.`name` OR old.`email` IS NOT new.`email` BEGIN
	DELETE FROM `orders_fts` WHERE rowid IN (SELECT `id` FROM `orders` WHERE `user_id` = new.`id`);
	INSERT INTO `orders_fts` (rowid, `name`, `email`) SELECT `id`, new.`name`, new.`email` FROM `orders` WHERE `user_id` = new.`id`;
END;
