import type {
  DeclineCode,
  EventType,
  MaskedSource,
  OrderCustomer,
  PaymentSourceInput,
  PaymentStatus,
  ScenarioFault,
} from "@till/contracts";
import type { Result } from "./result.ts";

/** Brand and last four digits of a card as the gateway tells them, for the order page and the receipt. */
export interface CardFacts {
  /** In lower case, such as `visa`, `amex` or `rupay`. */
  readonly brand: string;
  readonly last4: string;
}

/** What each answer of a gateway says besides the outcome: its own name for the attempt, and the card if it knows one. */
interface Answered {
  readonly reference: string;
  readonly card?: CardFacts;
}

/**
 * What a gateway says of an attempt. `reference` is the gateway's own name for it, kept with the attempt. While an
 * attempt is PROCESSING, the gateway is asked again at `askAgainAt` (ISO 8601). REQUIRES_ACTION waits for the customer on
 * Till's own page. An attempt that FAILED may come through late after all: then the gateway is asked at `askAgainAt` too.
 */
export type GatewayAnswer = Answered &
  (
    | { readonly status: "SUCCEEDED" }
    | {
        readonly status: "FAILED";
        readonly declineCode: DeclineCode;
        /** Why, in the gateway's own words for the customer. */
        readonly sentence?: string;
        readonly askAgainAt?: string;
      }
    | { readonly status: "REQUIRES_ACTION" }
    | { readonly status: "PROCESSING"; readonly askAgainAt: string; readonly actionUrl?: string }
  );

/**
 * What a remote gateway says of an attempt. If the customer has to confirm it with their bank, it is PROCESSING with an
 * `actionUrl`, in each answer while it waits for them. Only the gateway knows what they do there, so Till asks until the
 * attempt ends.
 */
export type RemoteAnswer = Exclude<GatewayAnswer, { status: "REQUIRES_ACTION" }>;

/** The answers that end an attempt. */
export type FinalAnswer = Extract<GatewayAnswer, { status: "SUCCEEDED" | "FAILED" }>;

/** The event of an attempt in each of its states. */
export const eventOfStatus: Record<PaymentStatus, EventType> = {
  SUCCEEDED: "order.paid",
  FAILED: "payment.failed",
  REQUIRES_ACTION: "payment.action_required",
  PROCESSING: "payment.processing",
};

/** An attempt that is open at the gateway, as Till keeps it. */
export interface OpenAttempt {
  readonly paymentId: string;
  readonly reference: string;
  /** When Till recorded it, right before it called the gateway, ISO 8601. */
  readonly startedAt: string;
}

/** An amount to refund: at most that of the attempt, in minor units. */
export interface MoneyBack extends Omit<OpenAttempt, "startedAt"> {
  readonly refundId: string;
  /** The id of the till, or null for the default one: see `Charge`. */
  readonly till: string | null;
  readonly amount: number;
  /** How often the gateway has refused this refund before. Staff have asked for it again. */
  readonly refusals: number;
  /**
   * Names this refund to the gateway, so that a repeated call gives nothing back twice. It changes only after a refusal:
   * a gateway may repeat its first answer to a key.
   */
  readonly idempotencyKey: string;
}

/**
 * What a gateway says of a refund. `reason` is its own sentence. FAILED is a definite no, and no money has moved. PENDING
 * is no answer yet: Till calls again.
 */
export type RefundAnswer =
  | { readonly status: "SUCCEEDED" }
  | { readonly status: "FAILED"; readonly reason: string }
  | { readonly status: "PENDING"; readonly reason: string };

/** What a customer told their bank about an attempt that required it. */
export type Confirmation = "COMPLETE" | "REJECT";

/**
 * A gateway that answers without a network, as the simulator does. All its functions are pure, so starting an attempt and
 * settling it are one batch, and a refund needs no call.
 */
export interface InstantGateway {
  readonly kind: "instant";
  /** The name that its payments are kept with. Never give it to another gateway. */
  readonly name: string;
  /** It moves no money, so it takes payments only where the sandbox is on. */
  readonly isSimulated: boolean;
  /**
   * The source without what must not be stored, and the answers to the first attempt of an order, to its second and so
   * on. The last one repeats. Refuses a source that this gateway does not take.
   */
  authorize(source: PaymentSourceInput | undefined, now: string): Result<Authorization>;
  confirm(paymentId: string, confirmation: Confirmation): FinalAnswer;
  settle(attempt: OpenAttempt, now: string): GatewayAnswer;
  /** Attempts with this in their reference have refunds that the gateway has to take. The others settle at once. */
  readonly refundMark: string;
  /** What the gateway says of a refund when it is told for the nth time. */
  refund(refund: MoneyBack, calls: number): RefundAnswer;
}

export interface Authorization {
  readonly source: MaskedSource;
  readonly answers: readonly [AttemptAnswer, ...AttemptAnswer[]];
}

/** The answer to an attempt. A simulated gateway may also say what becomes of it on its way to the caller. */
export type AttemptAnswer = GatewayAnswer & { readonly fault?: ScenarioFault };

/**
 * A gateway that is called over a network. Till records the attempt before it calls `authorize`, so it knows of every
 * payment, and settles the attempt with the answer. Every call must be harmless to repeat: the same `paymentId` is
 * charged once, however often Till calls. After a call that throws, the attempt stays PROCESSING, and Till calls `settle`
 * later.
 */
export interface RemoteGateway {
  readonly kind: "remote";
  /** The name that its payments are kept with. Never give it to another gateway. */
  readonly name: string;
  /** The source without what must not be stored. Makes no call. Refuses a source that this gateway does not take. */
  accept(source: PaymentSourceInput | undefined, now: string): Result<MaskedSource>;
  authorize(charge: Charge): Promise<RemoteAnswer>;
  /**
   * The outcome of an attempt. Before the gateway answers FAILED for an attempt that it does not know, it must make sure
   * that the attempt can't be charged later: the call of `authorize` may still be on its way.
   */
  settle(attempt: OpenAttempt, now: string): Promise<RemoteAnswer>;
  /**
   * Refunds an amount. FAILED is for a definite no: staff then decide what to do. If there is no clear answer, throw, and
   * Till calls again.
   */
  refund(refund: MoneyBack): Promise<RefundAnswer>;
  /**
   * Ends an open attempt so that it can never be charged, because its customer pays with another one or has left: FAILED (`attempt_replaced`) if it is cancelled, SUCCEEDED if the
   * money was taken already, PROCESSING if it can't be cancelled now.
   */
  cancel(attempt: OpenAttempt, now: string): Promise<RemoteAnswer>;
  /**
   * Verifies and reads what was sent to `POST /gateway/{name}/events`. Null: it is genuine, and about nothing that Till has
   * to know.
   *
   * @throws ForgedEvent if the gateway did not send it, or sent it too long ago.
   */
  readEvent(event: SentEvent, now: string): Promise<GatewayEvent | null>;
}

/** A request that claims to come from a gateway. `body` is as it was sent: signatures are made of it. */
export interface SentEvent {
  /** Its headers: a `Headers` of the web, of which only this is needed. */
  readonly headers: { get(name: string): string | null };
  readonly body: string;
}

/**
 * What a gateway tells of its own accord. `till` is as the charge or the refund named it, so that the event finds its till.
 * It may come before the answer to the call that it is about, several times, and out of order.
 */
export type GatewayEvent =
  | {
      readonly kind: "payment";
      readonly paymentId: string;
      readonly till: string | null;
      readonly answer: RemoteAnswer;
    }
  | {
      readonly kind: "refund";
      readonly refundId: string;
      readonly till: string | null;
      readonly answer: RefundAnswer;
    };

/** An event that does not come from the gateway. It is answered with 400. */
export class ForgedEvent extends Error {
  override readonly name = "ForgedEvent";
}

/** What a remote gateway is to charge. */
export interface Charge {
  readonly paymentId: string;
  readonly orderId: number;
  /** The id of the till, or null for the default one. The adapter keeps it at the gateway for `readEvent`. */
  readonly till: string | null;
  /** The customer of the order, with their contacts as they were when they ordered. */
  readonly customer: OrderCustomer & { readonly id: string };
  /** Where the customer returns to from the gateway's own page: the page of the order. */
  readonly returnUrl: string;
  readonly amount: number;
  readonly currency: string;
  readonly source: PaymentSourceInput | undefined;
  readonly now: string;
}

/** No gateway: online payments are refused. Cash on delivery needs none. */
export interface NoGateway {
  readonly kind: "none";
}

export const noGateway: NoGateway = { kind: "none" };

export type Gateway = InstantGateway | RemoteGateway | NoGateway;

/** The gateways that are configured, by their names: the one for new payments, and those that took payments before. */
export type KnownGateways = ReadonlyMap<string, Gateway>;

/** The gateway for payments. Where the sandbox is off, a gateway that only simulates counts as none. */
export const gatewayInUse = (gateway: Gateway, isSandbox: boolean): Gateway =>
  gateway.kind === "instant" && gateway.isSimulated && !isSandbox ? noGateway : gateway;

/** Gateways by their names, as `gatewayInUse` sees them. */
export const knownGateways = (gateways: readonly Gateway[], isSandbox: boolean): KnownGateways =>
  new Map(
    gateways.flatMap((gateway) =>
      gateway.kind === "none" ? [] : [[gateway.name, gatewayInUse(gateway, isSandbox)] as const],
    ),
  );
