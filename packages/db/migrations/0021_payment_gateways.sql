ALTER TABLE `payments` ADD `gateway` text;--> statement-breakpoint
-- By hand: cash is known, and the simulator's references begin with an outcome. Of other payments nobody kept the gateway:
-- they go to the one in use, as before.
UPDATE `payments` SET `gateway` = CASE WHEN `method` = 'COD' THEN 'cash'
	WHEN `reference` LIKE 'succeeded%' OR `reference` LIKE 'requires_action%' OR `reference` LIKE 'processing%' OR `decline_code` IS NOT NULL AND `reference` LIKE `decline_code` || '%' THEN 'simulator' END;
