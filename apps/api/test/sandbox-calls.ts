import type { Till } from "./till.ts";

/** Calls of procedures, each with the number of requests to the database that it may make. */
export type Calls = Record<string, () => Promise<Record<string, [requests: number, call: () => Promise<unknown>]>>>;

/** Calls of each procedure of the sandbox. Making tills takes more than one request, and so do a race and a release. */
export const sandboxCalls = (till: () => Till): Calls => ({
  "sandbox.users": async () => ({ all: [1, () => till().as(null).sandbox.users.query()] }),
  "sandbox.addUser": async () => ({ "in the default till": [0, () => till().as(null).sandbox.addUser.mutate({})] }),
  "sandbox.signIn": async () => ({
    "nobody known": [1, () => till().as(null).sandbox.signIn.mutate({ userId: "usr_nobody" })],
  }),
  // In a till of the sandbox its clock is read before each call, and advancing it does all that falls due.
  "sandbox.clock.get": async () => ({ "of the default till": [0, () => till().as(null).sandbox.clock.get.query()] }),
  "sandbox.clock.set": async () => ({
    "of the default till": [0, () => till().as(null).sandbox.clock.set.mutate({ mode: "frozen" })],
  }),
  "sandbox.clock.advance": async () => ({
    "of the default till": [0, () => till().as(null).sandbox.clock.advance.mutate({ days: 1 })],
  }),
  "sandbox.faults.arm": async () => ({
    "in the default till": [
      0,
      () => till().as(null).sandbox.faults.arm.mutate({ procedure: "orders.pay", fault: "lost_after" }),
    ],
  }),
  "sandbox.faults.clear": async () => ({
    all: [1, () => till().as(null).sandbox.faults.clear.mutate({})],
    one: [1, () => till().as(null).sandbox.faults.clear.mutate({ id: "flt_none" })],
  }),
  "sandbox.faults.list": async () => ({ all: [1, () => till().as(null).sandbox.faults.list.query()] }),
  "sandbox.webhooks.script": async () => ({
    "in the default till": [
      0,
      () => till().as(null).sandbox.webhooks.script.mutate({ endpointId: "whe_none", act: "hold" }),
    ],
  }),
  "sandbox.webhooks.release": async () => ({
    "in the default till": [
      0,
      () =>
        till()
          .as(null)
          .sandbox.webhooks.release.mutate({ ids: ["msg_none"] }),
    ],
  }),
  "sandbox.webhooks.clear": async () => ({
    all: [1, () => till().as(null).sandbox.webhooks.clear.mutate({})],
    one: [1, () => till().as(null).sandbox.webhooks.clear.mutate({ id: "whs_none" })],
  }),
  "sandbox.webhooks.list": async () => ({ all: [1, () => till().as(null).sandbox.webhooks.list.query()] }),
  "sandbox.race": async () => ({
    "in the default till": [
      0,
      () =>
        till()
          .as(null)
          .sandbox.race.mutate({ commands: [{ command: "pay", as: "usr_asha", input: { id: 1 } }] }),
    ],
  }),
  // The directory, the copy, the new database, and the directory again: what makes a till has to be found when it dies.
  "sandbox.tills.create": async () => ({ made: [4, () => till().as(null).sandbox.tills.create.mutate({})] }),
  "sandbox.tills.fork": async () => {
    const { tills } = till().as(null).sandbox;
    const { id } = await tills.create.mutate({});
    return {
      made: [4, () => tills.fork.mutate({ id })],
      unknown: [1, () => tills.fork.mutate({ id: "nobody-has-this" })],
    };
  },
  "sandbox.tills.get": async () => ({
    unknown: [1, () => till().as(null).sandbox.tills.get.query({ id: "nobody-has-this" })],
  }),
  "sandbox.tills.list": async () => ({ all: [1, () => till().as(null).sandbox.tills.list.query({})] }),
  "sandbox.tills.delete": async () => {
    const { tills } = till().as(null).sandbox;
    const { id } = await tills.create.mutate({});
    return {
      deleted: [3, () => tills.delete.mutate({ id })],
      "deleted already": [1, () => tills.delete.mutate({ id })],
    };
  },
});
