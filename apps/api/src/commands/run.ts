import { defaultTill } from "@till/contracts";
import { type Command, type CommandContext, execute } from "@till/db";
import { type Actor, till, tracedCommandId } from "@till/domain";
import { valueOf } from "../refusals/refusal-error.ts";
import { orderRulesOf } from "./order-rules.ts";
import type { Work } from "../work/work.ts";

/** A piece of work with somebody who acts in it. */
export interface ActingWork extends Work {
  readonly actor: Actor;
}

/** Work that Till does itself, at the time of now. */
export const asTill = <Of extends Work>(work: Of): Of & ActingWork => ({
  ...work,
  now: work.clock().toISOString(),
  actor: till,
});

/**
 * Runs a command for an actor, and sends its messages and webhooks after the response.
 *
 * @throws RefusalError when the command was refused.
 */
export async function run<Input, Value, Reads extends object>(
  ctx: ActingWork,
  command: Command<Input, Value, Reads>,
  input: Input,
): Promise<Value> {
  const { actor, now, baseUrl, config, gateway, gateways } = ctx;
  const context: CommandContext = {
    actor,
    now,
    baseUrl,
    commandId: ctx.trace === null ? ctx.newCommandId() : tracedCommandId(ctx.trace, ctx.newCommandId()),
    rules: orderRulesOf(config),
    gateway,
    gateways,
  };
  const { result, due } = await execute(ctx.db, command, input, context);
  if (due.messages.length > 0) ctx.enqueue({ kind: "messages", ids: due.messages });
  if (due.webhooks.length > 0) ctx.enqueue({ kind: "webhooks", ids: due.webhooks });
  // For a till other than the default one, the directory must know that there is work (see `tills/sweep-tills.ts`). A
  // refused command leaves nothing but what is enqueued above.
  if (ctx.till !== defaultTill && result.ok) ctx.enqueue({ kind: "note" });
  return valueOf(result);
}
