-- By hand: the status of earlier refunds follows from when they were settled.
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` integer NOT NULL,
	`payment_id` text NOT NULL,
	`amount` integer NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`failure_reason` text,
	`refusals` integer DEFAULT 0 NOT NULL,
	`restocked` integer NOT NULL,
	`created_at` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` text,
	`taken_by` text,
	`last_error` text,
	`settled_at` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refunds_amount" CHECK("__new_refunds"."amount" >= 0),
	CONSTRAINT "refunds_settled" CHECK(("__new_refunds"."settled_at" IS NOT NULL) = ("__new_refunds"."status" = 'SUCCEEDED')),
	CONSTRAINT "refunds_due" CHECK(("__new_refunds"."next_attempt_at" IS NOT NULL) = ("__new_refunds"."status" = 'PENDING')),
	CONSTRAINT "refunds_failed" CHECK(("__new_refunds"."failure_reason" IS NOT NULL) = ("__new_refunds"."status" IN ('FAILED', 'DROPPED')))
);
--> statement-breakpoint
INSERT INTO `__new_refunds`("id", "order_id", "payment_id", "amount", "status", "reason", "failure_reason", "refusals", "restocked", "created_at", "attempts", "next_attempt_at", "taken_by", "last_error", "settled_at") SELECT "id", "order_id", "payment_id", "amount", iif("settled_at" IS NULL, 'PENDING', 'SUCCEEDED'), "reason", NULL, 0, "restocked", "created_at", "attempts", "next_attempt_at", "taken_by", "last_error", "settled_at" FROM `refunds`;--> statement-breakpoint
DROP TABLE `refunds`;--> statement-breakpoint
ALTER TABLE `__new_refunds` RENAME TO `refunds`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `refunds_order` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE INDEX `refunds_payment` ON `refunds` (`payment_id`);--> statement-breakpoint
CREATE INDEX `refunds_to_settle` ON `refunds` (`next_attempt_at`) WHERE "refunds"."next_attempt_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `refunds_taken_by` ON `refunds` (`taken_by`) WHERE "refunds"."taken_by" IS NOT NULL;--> statement-breakpoint
-- By hand: the generator would build `orders` anew for the constraint.
ALTER TABLE `orders` ADD `pending_refund_amount` integer DEFAULT 0 NOT NULL CONSTRAINT "orders_pending_refund" CHECK("pending_refund_amount" BETWEEN 0 AND max("total_amount" - "refunded_amount", 0));--> statement-breakpoint
-- By hand from here on: a refund that the gateway has not taken yet has changed its order. From now on it is only requested.
UPDATE `orders` SET `refunded_amount` = `refunded_amount` - `waiting`.`amount`, `pending_refund_amount` = `waiting`.`amount`, `status` = 'PAID'
	FROM (SELECT `refunds`.`order_id`, sum(`refunds`.`amount`) AS `amount` FROM `refunds` JOIN `payments` ON `payments`.`id` = `refunds`.`payment_id`
		WHERE `refunds`.`status` = 'PENDING' AND `payments`.`status` = 'SUCCEEDED' GROUP BY 1) AS `waiting`
	WHERE `orders`.`id` = `waiting`.`order_id`;--> statement-breakpoint
UPDATE `order_events` SET `type` = 'refund.requested' WHERE `refund_id` IN (SELECT `id` FROM `refunds` WHERE `status` = 'PENDING');--> statement-breakpoint
DELETE FROM `notifications` WHERE `next_attempt_at` IS NOT NULL AND `event_id` IN (SELECT `id` FROM `order_events` WHERE `type` = 'refund.requested');--> statement-breakpoint
DELETE FROM `webhook_deliveries` WHERE `status` = 'PENDING' AND `payload` IS NULL AND `event_id` IN (SELECT `id` FROM `order_events` WHERE `type` = 'refund.requested')
	AND NOT EXISTS (SELECT 1 FROM `webhook_attempts` WHERE `webhook_attempts`.`delivery_id` = `webhook_deliveries`.`id`);--> statement-breakpoint
-- The running sums: a refund counts when it succeeds, and every event of a refund has the amount of the refund.
DROP TRIGGER `orders_sums`;--> statement-breakpoint
CREATE TRIGGER `orders_sums` AFTER UPDATE OF `version` ON `orders` WHEN new.`version` > old.`version` BEGIN
	INSERT INTO `order_sums` (`quarter`, `type`, `currency`, `decline_code`, `count`, `amount`)
		SELECT format('%.14s%02d:00.000Z', `event`.`at`, substr(`event`.`at`, 15, 2) / 15 * 15), `event`.`type`, new.`currency`, coalesce(`payments`.`decline_code`, ''),
			1, coalesce(`event`.`amount`, new.`total_amount`)
		FROM `order_events` AS `event` LEFT JOIN `payments` ON `event`.`type` = 'payment.failed' AND `payments`.`id` = `event`.`payment_id`
		WHERE `event`.`order_id` = new.`id` AND `event`.`seq` > old.`version` AND `event`.`seq` <= new.`version`
		ON CONFLICT DO UPDATE SET `count` = `count` + 1, `amount` = `amount` + excluded.`amount`;
END;
--> statement-breakpoint
DELETE FROM `order_sums` WHERE `type` IN ('order.refunded', 'payment.returned');--> statement-breakpoint
INSERT INTO `order_sums` (`quarter`, `type`, `currency`, `decline_code`, `count`, `amount`)
	SELECT format('%.14s%02d:00.000Z', `event`.`at`, substr(`event`.`at`, 15, 2) / 15 * 15), `event`.`type`, `orders`.`currency`, '', count(*), sum(`event`.`amount`)
	FROM `order_events` AS `event` JOIN `orders` ON `orders`.`id` = `event`.`order_id`
	WHERE `event`.`type` IN ('order.refunded', 'payment.returned', 'refund.requested') GROUP BY 1, 2, 3;
