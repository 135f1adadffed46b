import {
  type AuditResult,
  type Order,
  type TillClient,
  type TillClientOptions,
  advanceTill,
  auditTill,
  createTillClient,
} from "@till/client";
import type { ArmFaultInput } from "@till/contracts";
import { openAsStaff, signIn } from "../../running-till.ts";

/** The till in which a shop is verified. */
export interface OwnTill {
  readonly url: string;
  /** The token of its customer. */
  readonly token: string;
  /** The orders that were placed since the last call. */
  newOrders(): Promise<Order[]>;
  /** An order as it is now. */
  order(id: number): Promise<Order>;
  /** Breaks the next call of a procedure. */
  breakNext(fault: Pick<ArmFaultInput, "procedure" | "fault">): Promise<void>;
  /** Ends what was broken, and returns how often it acted. */
  mend(): Promise<number>;
  /** Moves the clock to a time, or some seconds further. */
  advanceTo(time: string): Promise<void>;
  advance(seconds: number): Promise<void>;
  audit(): Promise<AuditResult>;
  /** Deletes the till, if it was made for this. */
  delete(): Promise<void>;
  /** Whether it was made for this. */
  readonly isNew: boolean;
}

type Way = Pick<TillClientOptions, "fetch">;

const maxOrders = 100;

/** Opens the till that an address names, or makes one if it names a whole Till. */
export async function openOwnTill(address: string, way: Way): Promise<OwnTill> {
  if (new URL(address).pathname.includes("/t/")) {
    const [staff, token] = [
      await openAsStaff({ ...way, url: address }),
      await signIn({ ...way, url: address }, "customer"),
    ];
    return withTill({ url: address, token, staff, remove: null });
  }
  const visitor = createTillClient({ ...way, url: address });
  const { id, url, people } = await visitor.sandbox.tills.create.mutate({ name: "till verify checkout" });
  const tokenOf = (role: string) => people.find((person) => person.role === role)?.token;
  const staff = createTillClient({ ...way, url, token: tokenOf("staff") });
  const remove = async () => void (await visitor.sandbox.tills.delete.mutate({ id }));
  return withTill({ url, token: tokenOf("customer") ?? "", staff, remove });
}

interface Opened {
  url: string;
  token: string;
  staff: TillClient;
  remove: (() => Promise<void>) | null;
}

async function withTill({ url, token, staff, remove }: Opened): Promise<OwnTill> {
  const latest = async (limit: number) => (await staff.orders.list.query({ limit })).items;
  let lastId = (await latest(1))[0]?.id ?? 0;
  return {
    url,
    token,
    isNew: remove !== null,
    async newOrders() {
      const orders = (await latest(maxOrders)).filter(({ id }) => id > lastId);
      lastId = orders[0]?.id ?? lastId;
      return orders.toReversed();
    },
    order: (id) => staff.orders.get.query({ id }),
    async breakNext(fault) {
      await staff.sandbox.faults.arm.mutate(fault);
    },
    async mend() {
      const { items } = await staff.sandbox.faults.list.query();
      await staff.sandbox.faults.clear.mutate({});
      return items.reduce((sum, { fired }) => sum + fired, 0);
    },
    async advanceTo(time) {
      const { now } = await staff.sandbox.clock.get.query();
      const seconds = Math.ceil((Date.parse(time) - Date.parse(now)) / 1_000);
      await advanceTill(staff, { seconds });
    },
    advance: async (seconds) => void (await advanceTill(staff, { seconds })),
    audit: () => auditTill(staff),
    delete: remove ?? (() => Promise.resolve()),
  };
}
