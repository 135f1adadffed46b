import type { Channel, ChannelFaults } from "@till/contracts";
import { asc, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { channelFaults } from "../schema/schema.ts";
import { type Given, build, statement } from "../statements/statement.ts";

interface FaultValues {
  readonly channel: Channel;
  readonly failNext: number;
  readonly failPercent: number;
}

const setFaults = statement(({ channel, failNext, failPercent }: Given<FaultValues>) =>
  build
    .insert(channelFaults)
    .values({ channel, failNext, failPercent })
    .onConflictDoUpdate({
      target: channelFaults.channel,
      set: { failNext: sql`excluded.fail_next`, failPercent: sql`excluded.fail_percent`, takenBy: null },
    }),
);

const selectShown = statement(() =>
  build
    .select({
      channel: channelFaults.channel,
      failNext: channelFaults.failNext,
      failPercent: channelFaults.failPercent,
    })
    .from(channelFaults)
    .orderBy(asc(channelFaults.channel)),
);

/** Has sends of a channel fail from now on, and answers what is set for each channel. One HTTP request. */
export async function setChannelFaults(db: Database, faults: ChannelFaults): Promise<ChannelFaults[]> {
  const [, all] = await db.batch([setFaults(faults), selectShown({})]);
  return all;
}
