import { noGateway, simulator, till } from "@till/domain";
import * as db from "../src/index.ts";

/** A database that is empty and accepts every statement. */
const empty: db.Database = {
  run: (statement) => Promise.resolve(statement.toRows({ columns: [], rows: [] })),
  batch: (statements) =>
    Promise.resolve(statements.map((statement) => statement.toRows({ columns: [], rows: [] })) as never),
};

/** A till where a fault waits for a call. */
const armed: db.Database = {
  ...empty,
  run: (statement) => Promise.resolve(statement.toRows({ columns: ["isArmed"], rows: [[1]] })),
};

const now = "2026-05-01T12:00:00.000Z";
const customer = { id: "usr_1", role: "customer", name: "Asha", email: null, phone: null } as const;
const staff = { ...customer, role: "staff" } as const;
const viewer = { actor: customer, now, baseUrl: "https://till.example" };
const reservations = { maxOpenOrders: 9, maxReservedPieces: 9 };
const rules = { timeToPayMs: { COD: 60_000, ONLINE: 60_000 }, reservations };
const context = {
  ...viewer,
  commandId: "x",
  rules,
  gateway: simulator,
  gateways: new Map([[simulator.name, simulator]]),
};
const byStaff = { ...context, actor: staff };
const guest = { name: "Ravi", email: "ravi@example.com" };
const link = { secret: "x", hash: "y", expiresAt: now };
const linking = { link, actorId: "usr_2", now, baseUrl: viewer.baseUrl };
const made = { id: "whe_1", secret: "whsec_", baseUrl: "https://till.example", now };
const target = {
  id: "whe_1",
  url: "https://shop.example",
  baseUrl: "",
  secrets: [],
  failingSince: null,
  lastFailureAt: null,
};
const taker = { taker: "x", now, atMost: 9 };
const end = { finished: [], givenBack: [], now };
const ofRefund = { id: 1, refundId: "ref_1" };
const items = [{ productId: 1, quantity: 1 }];
const move = { id: "x", from: now, realTime: new Date(now) };
const held = { faultId: "flt_1", callIds: ["a/0"], wentAt: now };
const product = { sku: "CUP", name: "Cup", unitPrice: 450, currency: "INR" } as const;
const writing = { actorId: "usr_1", now, commandId: "x" };
const open = { status: "PROCESSING", askAgainAt: now, reference: "" } as const;
const answer = { status: "SUCCEEDED", reference: "" } as const;

/** Every function that queries the database, with each variant of its arguments. */
export const calls: Record<string, (() => Promise<unknown>)[]> = {
  addDemoUser: [() => db.addDemoUser(empty, { role: "customer" }, "1")],
  adjustStock: [() => db.adjustStock(empty, { id: 1, change: 1, reason: "Found" }, writing)],
  archiveProduct: [() => db.archiveProduct(empty, 1, now)],
  createDiscount: [() => db.createDiscount(empty, { code: "TEN", kind: "PERCENT", value: 10, currency: "INR" })],
  disableDiscount: [() => db.disableDiscount(empty, "TEN", now)],
  importProducts: [
    () => db.importProducts(empty, { items: [product], dryRun: false }, writing),
    () => db.importProducts(empty, { items: [product], dryRun: true }, writing),
  ],
  listArchivedProducts: [
    () => db.listArchivedProducts(empty, { limit: 9 }),
    () => db.listArchivedProducts(empty, { limit: 9, search: "coffee" }),
  ],
  listCustomers: [
    () => db.listCustomers(empty, { limit: 9, known: false }),
    () => db.listCustomers(empty, { limit: 9, known: true, search: "asha" }),
  ],
  getCustomer: [() => db.getCustomer(empty, { id: "usr_1" })],
  exportCustomer: [() => db.exportCustomer(empty, { id: "usr_1" }, viewer)],
  eraseCustomer: [() => db.eraseCustomer(empty, { id: "usr_1" }, writing)],
  stateOrders: [() => db.stateOrders(empty, { month: "2026-05", timezone: "UTC" })],
  listDiscounts: [() => db.listDiscounts(empty, { limit: 9 })],
  listStockMovements: [() => db.listStockMovements(empty, { id: 1, limit: 9 })],
  setStock: [() => db.setStock(empty, { id: 1, stock: null }, writing)],
  upsertProduct: [() => db.upsertProduct(empty, product, writing)],
  askDatabase: [() => db.askDatabase(empty)],
  findSchemaBehind: [() => db.findSchemaBehind(empty)],
  askAboutLateAt: [() => db.askAboutLateAt(empty, { id: "pay_1", at: now, reference: "" })],
  findAttempt: [() => db.findAttempt(empty, "pay_1")],
  findRefund: [() => db.findRefund(empty, "ref_1")],
  keepProcessing: [() => db.keepProcessing(empty, { orderId: 1, paymentId: "pay_1", answer: open }, viewer)],
  cancelOrder: [() => db.execute(empty, db.cancelOrder, { id: 1 }, context)],
  collectOrder: [() => db.execute(empty, db.collectOrder, { id: 1 }, { ...context, actor: staff })],
  confirmPayment: [() => db.execute(empty, db.confirmPayment, { id: 1, paymentId: "pay_1", answer }, context)],
  createApiKey: [
    () =>
      db.createApiKey(
        empty,
        { name: "Export", role: "staff" },
        { id: "key_1", key: "sk", hash: "", createdBy: "usr_1", now },
      ),
  ],
  createOrder: [
    () => db.execute(empty, db.createOrder, { items, paymentMethod: "ONLINE" }, context),
    () => db.execute(empty, db.createOrder, { items, paymentMethod: "COD", discountCode: "TEN" }, context),
    () => db.execute(empty, db.createOrder, { items, paymentMethod: "COD", reference: "SO-1" }, context),
    () => db.execute(empty, db.createOrder, { items, paymentMethod: "COD", customer: { id: "usr_1" } }, byStaff),
    () => db.execute(empty, db.createOrder, { items, paymentMethod: "COD", customer: guest, link }, byStaff),
  ],
  createWebhookEndpoint: [
    () => db.createWebhookEndpoint(empty, { url: "https://shop.example", eventTypes: ["order.paid"] }, made),
  ],
  deleteWebhookEndpoint: [() => db.deleteWebhookEndpoint(empty, "whe_1", now)],
  expireOrders: [() => db.expireOrders(empty, now)],
  findApiKey: [() => db.findApiKey(empty, "key_1")],
  createGuestLink: [
    () => db.createGuestLink(empty, { id: 1, revokeOthers: false }, linking),
    () => db.createGuestLink(empty, { id: 1, revokeOthers: true }, linking),
  ],
  findCustomer: [() => db.findCustomer(empty, "usr_1")],
  findDemoUser: [() => db.findDemoUser(empty, "usr_1")],
  findPayment: [() => db.findPayment(empty, "pay_1")],
  findReceipt: [() => db.findReceipt(empty, "pay_1")],
  finishMessages: [() => db.finishMessages(empty, "x", end)],
  finishRefunds: [() => db.finishRefunds(empty, "x", end)],
  finishSettlements: [() => db.finishSettlements(empty, "x", end)],
  getDossier: [() => db.getDossier(empty, 1, { ...viewer, actor: staff })],
  getNotification: [() => db.getNotification(empty, 1, customer)],
  getOrder: [() => db.getOrder(empty, 1, viewer)],
  getProduct: [() => db.getProduct(empty, 1)],
  getTimeline: [() => db.getTimeline(empty, 1, viewer)],
  getWebhookEndpoint: [() => db.getWebhookEndpoint(empty, "whe_1")],
  listApiKeys: [() => db.listApiKeys(empty, { limit: 9 })],
  listDemoUsers: [() => db.listDemoUsers(empty)],
  listNotifications: [
    () => db.listNotifications(empty, { limit: 9 }, customer),
    () => db.listNotifications(empty, { limit: 9, orderId: 1, channel: "SMS", search: "paid" }, staff),
    () => db.listNotifications(empty, { limit: 9, status: "FAILED" }, staff),
  ],
  listOrders: [
    () => db.listOrders(empty, { limit: 9, status: "PAID" }, viewer),
    () => db.listOrders(empty, { limit: 9, reference: "SO-1" }, viewer),
    () => db.listOrders(empty, { limit: 9, search: "asha" }, { ...viewer, actor: staff }),
    () => db.listOrders(empty, { limit: 9, search: "#42", userId: "usr_1" }, { ...viewer, actor: staff }),
  ],
  listProducts: [
    () => db.listProducts(empty, { limit: 9 }),
    () => db.listProducts(empty, { limit: 9, search: "coffee" }),
  ],
  listWebhookDeliveries: [
    () => db.listWebhookDeliveries(empty, { limit: 9 }),
    () => db.listWebhookDeliveries(empty, { limit: 9, endpointId: "whe_1", orderId: 1, status: "FAILED" }),
  ],
  listWebhookLanes: [() => db.listWebhookLanes(empty, now), () => db.listWebhookLanes(empty, now, [1])],
  listWebhookEndpoints: [() => db.listWebhookEndpoints(empty)],
  markApiKeyUsed: [() => db.markApiKeyUsed(empty, "key_1", now)],
  payLate: [() => db.execute(empty, db.payLate, { id: 1, paymentId: "pay_1", answer }, { ...context, actor: till })],
  replaceAttempt: [() => db.execute(empty, db.replaceAttempt, { id: 1, replace: true }, context)],
  settleGivenUp: [
    () => db.execute(empty, db.settleGivenUp, { id: 1, paymentId: "pay_1", answer }, { ...context, actor: till }),
  ],
  payOrder: [
    () => db.execute(empty, db.payOrder, { id: 1 }, context),
    () => db.execute(empty, db.payOrder, { id: 1 }, { ...context, gateway: noGateway }),
  ],
  purge: [
    () => db.purge(empty, "messages", { now, days: 1 }),
    () => db.purge(empty, "deliveries", { now, days: 1 }),
    () => db.purge(empty, "revokedKeys", { now, days: 1 }),
  ],
  purgeTimes: [() => db.purgeTimes(empty, { messages: 1, deliveries: 1, revokedKeys: 1 })],
  payloadsOf: [
    () =>
      db.payloadsOf(
        empty,
        [{ id: 1, messageId: "msg_1", commandId: null, orderId: 1, eventId: 1, attempts: 1, step: 0, payload: null }],
        made,
      ),
  ],
  quoteOrder: [
    () => db.quoteOrder(empty, { items }, { customerId: null, now, reservations }),
    () => db.quoteOrder(empty, { items, discountCode: "TEN" }, { customerId: "usr_1", now, reservations }),
  ],
  recordWebhookAttempts: [
    () => db.recordWebhookAttempts(empty, { target, taker: "x" }, { made: [], givenBack: [], now }),
  ],
  retryRefund: [() => db.execute(empty, db.retryRefund, ofRefund, { ...context, actor: staff })],
  dropRefund: [() => db.execute(empty, db.dropRefund, ofRefund, { ...context, actor: staff })],
  completeRefund: [() => db.execute(empty, db.completeRefund, ofRefund, { ...context, actor: till })],
  failRefund: [
    () => db.execute(empty, db.failRefund, { ...ofRefund, reason: "No", isRefused: true }, { ...context, actor: till }),
  ],
  refundOrder: [() => db.execute(empty, db.refundOrder, { id: 1 }, { ...context, actor: staff })],
  replayWebhookDeliveries: [
    () => db.replayWebhookDeliveries(empty, { id: "msg_1" }, now),
    () => db.replayWebhookDeliveries(empty, { endpointId: "whe_1", since: now }, now),
  ],
  resetToDemoData: [() => db.resetToDemoData(empty)],
  returnLate: [
    () => db.execute(empty, db.returnLate, { id: 1, paymentId: "pay_1", answer }, { ...context, actor: till }),
  ],
  revokeApiKey: [() => db.revokeApiKey(empty, "key_1", now)],
  runAudit: [
    () => db.runAudit(empty, {}),
    () => db.runAudit(empty, { cursor: "codes_" }),
    () => db.runAudit(empty, { cursor: "products_0" }),
  ],
  setChannelFaults: [() => db.setChannelFaults(empty, { channel: "SMS", failNext: 1, failPercent: 0 })],
  settlePayment: [
    () => db.execute(empty, db.settlePayment, { id: 1, paymentId: "pay_1", answer }, { ...context, actor: till }),
  ],
  summarizeOrders: [() => db.summarizeOrders(empty, { days: 7, timezone: "UTC" }, now)],
  takeDueMessages: [
    () => db.takeDueMessages(empty, taker, { chaos: true }),
    () => db.takeDueMessages(empty, taker, { chaos: false, ids: [1] }),
    () => db.takeDueMessages(empty, taker, { chaos: false, only: "EMAIL" }),
  ],
  takeDueRefunds: [() => db.takeDueRefunds(empty, taker)],
  takeDueSettlements: [
    () => db.takeDueSettlements(empty, taker, { alone: false }),
    () => db.takeDueSettlements(empty, taker, { alone: false, ids: ["pay_1"] }),
    () => db.takeDueSettlements(empty, taker, { alone: true }),
  ],
  takeDueWebhooks: [
    () => db.takeDueWebhooks(empty, taker, { endpointId: "whe_1", hasScripts: false }),
    () => db.takeDueWebhooks(empty, taker, { endpointId: "whe_1", hasScripts: true }),
  ],
  takeReleased: [() => db.takeReleased(empty, { id: "msg_1", endpointId: "whe_1" }, taker)],
  armFault: [
    () =>
      db.armFault(
        empty,
        { procedure: "orders.pay", fault: "delay", nth: 1, times: 1 },
        { id: "flt_1", now, realNow: now },
      ),
  ],
  beforeItHappens: [() => db.beforeItHappens(empty)],
  clearFaults: [undefined, "flt_1"].map((id) => () => db.clearFaults(empty, { id, realNow: now })),
  clearWebhookScripts: [() => db.clearWebhookScripts(empty), () => db.clearWebhookScripts(empty, "whs_1")],
  countPieces: [() => db.countPieces(empty)],
  moneyOfOrders: [() => db.moneyOfOrders(empty, [1])],
  closeOverTills: [() => db.closeOverTills(empty, now)],
  closeTill: [() => db.closeTill(empty, "a", now)],
  countDue: [() => db.countDue(empty, now)],
  enterShop: [() => db.enterShop(empty, { id: "a", name: "A" }, now)],
  enterTill: [() => db.enterTill(empty, { id: "a", name: "A", expiresAt: now }, { from: null, now })],
  findReleasable: [() => db.findReleasable(empty, ["msg_1"])],
  findTill: [() => db.findTill(empty, "a")],
  listWebhookScripts: [() => db.listWebhookScripts(empty)],
  scriptWebhooks: [
    () => db.scriptWebhooks(empty, { endpointId: "whe_1", act: "hold", nth: 1, times: 1 }, { id: "whs_1", now }),
  ],
  listFaults: [() => db.listFaults(empty, now)],
  giveUpLeaving: [() => db.giveUpLeaving(empty, "flt_1")],
  isHeld: [() => db.isHeld(empty, { faultId: "flt_1", callId: "a/0" }, now)],
  noteActs: [() => db.noteActs(empty, { faults: [], calls: [], at: now })],
  noteHoldEnded: [() => db.noteHoldEnded(empty, held)],
  readLeaving: [() => db.readLeaving(empty, "flt_1")],
  releaseHeld: [() => db.releaseHeld(empty, "flt_1", now)],
  knowsDue: [() => db.knowsDue(empty, "a", now)],
  listTills: [() => db.listTills(empty, { limit: 9 })],
  nextDueAt: [() => db.nextDueAt(empty)],
  noteNextDue: [() => db.noteNextDue(empty, "a", { nextDueAt: now, until: null })],
  openTill: [() => db.openTill(empty, "a", now)],
  readClock: [() => db.readClock(empty)],
  readTillState: [() => db.readTillState(armed, [{ id: "a/0", procedure: "orders.pay" }])],
  removeTill: [() => db.removeTill(empty, "a")],
  setClock: [
    () => db.setClock(empty, { mode: "real" }, move),
    () => db.setClock(empty, { mode: "frozen", at: 0 }, move),
    () => db.setClock(empty, { mode: "shifted", aheadMs: 0 }, move),
  ],
  settleIn: [() => db.settleIn(empty, { baseUrl: "https://till.example/t/a", isEmpty: true })],
  takeDueTills: [() => db.takeDueTills(empty, now)],
  whatHappened: [() => db.whatHappened(empty, { eventId: 0, attemptRow: 0 }, now)],
  updateWebhookEndpoint: [() => db.updateWebhookEndpoint(empty, { id: "whe_1", rotateSecret: true }, made)],
};
