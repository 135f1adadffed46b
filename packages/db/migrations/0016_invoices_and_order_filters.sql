ALTER TABLE `orders` ADD `invoice_number` integer;--> statement-breakpoint
CREATE INDEX `orders_payment_method` ON `orders` (`payment_method`,`id`);--> statement-breakpoint
CREATE INDEX `orders_created` ON `orders` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_paid` ON `orders` (`paid_at`,`id`) WHERE "orders"."paid_at" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `orders_invoice_number` ON `orders` (`invoice_number`) WHERE "orders"."invoice_number" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `orders_updated` ON `orders` (`updated_at`,`id`);--> statement-breakpoint
UPDATE `orders` SET `invoice_number` = `numbered`.`number` FROM (SELECT `id`, row_number() OVER (ORDER BY `paid_at`, `id`) AS `number`
  FROM `orders` WHERE `paid_at` IS NOT NULL) AS `numbered` WHERE `orders`.`id` = `numbered`.`id`;
