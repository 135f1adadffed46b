import type { Channel, ChannelFaults } from "@till/contracts";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { channelFaults } from "./schema/schema.ts";

/** Has sends of a channel fail from now on, and answers what is set for each channel. One HTTP request. */
export async function setChannelFaults(db: Database, faults: ChannelFaults): Promise<ChannelFaults[]> {
  const { failNext, failPercent } = faults;
  const [, all] = await db.batch([
    db
      .insert(channelFaults)
      .values(faults)
      .onConflictDoUpdate({ target: channelFaults.channel, set: { failNext, failPercent } }),
    db.select().from(channelFaults).orderBy(asc(channelFaults.channel)),
  ]);
  return all;
}

/** Whether the next send of a channel is to fail: it uses up one of `failNext`, or `chance` (0 to 1) decides. */
export async function takeChannelFault(db: Database, channel: Channel, chance: number): Promise<boolean> {
  const [taken, shares] = await db.batch([
    db
      .update(channelFaults)
      .set({ failNext: sql`${channelFaults.failNext} - 1` })
      .where(and(eq(channelFaults.channel, channel), gt(channelFaults.failNext, 0)))
      .returning({ channel: channelFaults.channel }),
    db.select({ failPercent: channelFaults.failPercent }).from(channelFaults).where(eq(channelFaults.channel, channel)),
  ]);
  return taken.length > 0 || chance * 100 < (shares[0]?.failPercent ?? 0);
}
