-- Full-text index of the catalogue, kept by triggers (https://www.sqlite.org/fts5.html#external_content_tables).
CREATE VIRTUAL TABLE `products_fts` USING fts5(`name`, `description`, content='products', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
--> statement-breakpoint
CREATE TRIGGER `products_fts_insert` AFTER INSERT ON `products` BEGIN
	INSERT INTO `products_fts` (rowid, `name`, `description`) VALUES (new.`id`, new.`name`, new.`description`);
END;
--> statement-breakpoint
CREATE TRIGGER `products_fts_delete` AFTER DELETE ON `products` BEGIN
	INSERT INTO `products_fts` (`products_fts`, rowid, `name`, `description`) VALUES ('delete', old.`id`, old.`name`, old.`description`);
END;
--> statement-breakpoint
CREATE TRIGGER `products_fts_update` AFTER UPDATE OF `id`, `name`, `description` ON `products` BEGIN
	INSERT INTO `products_fts` (`products_fts`, rowid, `name`, `description`) VALUES ('delete', old.`id`, old.`name`, old.`description`);
	INSERT INTO `products_fts` (rowid, `name`, `description`) VALUES (new.`id`, new.`name`, new.`description`);
END;
