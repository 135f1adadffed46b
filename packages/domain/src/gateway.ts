import type {
  DeclineCode,
  EventType,
  MaskedSource,
  PaymentSourceInput,
  PaymentStatus,
  ScenarioFault,
} from "@till/contracts";
import type { Result } from "./result.ts";

/**
 * What a gateway says of an attempt. `reference` is the gateway's own name for it, kept with the attempt. While an
 * attempt is PROCESSING, the gateway is asked again at `askAgainAt` (ISO 8601). REQUIRES_ACTION waits for the customer on
 * Till's own page. An attempt that FAILED may come through late after all: then the gateway is asked at `askAgainAt` too.
 */
export type GatewayAnswer =
  | { readonly status: "SUCCEEDED"; readonly reference: string }
  | {
      readonly status: "FAILED";
      readonly reference: string;
      readonly declineCode: DeclineCode;
      readonly askAgainAt?: string;
    }
  | { readonly status: "REQUIRES_ACTION"; readonly reference: string }
  | {
      readonly status: "PROCESSING";
      readonly reference: string;
      readonly askAgainAt: string;
      readonly actionUrl?: string;
    };

/**
 * What a remote gateway says of an attempt. Where the customer has to confirm it with their bank, it is PROCESSING with
 * an `actionUrl`: what they do there only the gateway knows, so Till asks until there is an end.
 */
export type RemoteAnswer = Exclude<GatewayAnswer, { status: "REQUIRES_ACTION" }>;

/** The answers with which an attempt comes to its end. */
export type FinalAnswer = Extract<GatewayAnswer, { status: "SUCCEEDED" | "FAILED" }>;

/** The event that tells of an attempt in each of its states. */
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
}

/** Money to give back: at most what the attempt brought, in minor units. */
export interface MoneyBack extends OpenAttempt {
  readonly refundId: string;
  readonly amount: number;
}

/** What a customer told their bank about an attempt that required it. */
export type Confirmation = "COMPLETE" | "REJECT";

/**
 * A gateway that answers without a network, as the simulator does: all its functions are pure, so starting an attempt
 * and settling it are one batch, and a refund within what was paid needs nobody's leave.
 */
export interface InstantGateway {
  readonly kind: "instant";
  /** It moves no money, so it takes payments only where the sandbox is on. */
  readonly isSimulated: boolean;
  /**
   * The source as far as it may be kept, and the answer to the first attempt of an order, to its second and so on;
   * the last one repeats. Refuses a source that this gateway does not take.
   */
  authorize(source: PaymentSourceInput | undefined, now: string): Result<Authorization>;
  confirm(paymentId: string, confirmation: Confirmation): FinalAnswer;
  settle(attempt: OpenAttempt, now: string): GatewayAnswer;
  /** Attempts with this in their reference have refunds that the gateway has to take. The others settle at once. */
  readonly refundMark: string;
  /** Why the gateway does not take a refund when it is told for the nth time, or null if it does. */
  refund(refund: MoneyBack, tries: number): string | null;
}

export interface Authorization {
  readonly source: MaskedSource;
  readonly answers: readonly [AttemptAnswer, ...AttemptAnswer[]];
}

/** The answer to an attempt. A simulated gateway may also say what becomes of it on its way to the caller. */
export type AttemptAnswer = GatewayAnswer & { readonly fault?: ScenarioFault };

/**
 * A gateway that is called over a network. Till records the attempt before it calls `authorize`, so no money moves
 * that Till does not know of, and settles it with the answer. Every call must be harmless to repeat: the same
 * `paymentId` is charged once, whoever asks how often. A call that throws leaves the attempt PROCESSING, and `settle`
 * is asked later.
 */
export interface RemoteGateway {
  readonly kind: "remote";
  /** The source as far as it may be kept, without a call. Refuses a source that this gateway does not take. */
  accept(source: PaymentSourceInput | undefined, now: string): Result<MaskedSource>;
  authorize(charge: Charge): Promise<RemoteAnswer>;
  /**
   * What became of an attempt. Before it says FAILED of one that it does not know, the gateway must make sure that it
   * can't be charged any more: the call of `authorize` may still be on its way.
   */
  settle(attempt: OpenAttempt, now: string): Promise<RemoteAnswer>;
  /** Gives money back. Resolves when the gateway has accepted to do so; until then it is told again. */
  refund(refund: MoneyBack): Promise<void>;
}

/** What a remote gateway is to charge. */
export interface Charge {
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly source: PaymentSourceInput | undefined;
  readonly now: string;
}

/** No gateway: there is nobody to take a payment. Cash on delivery needs none. */
export interface NoGateway {
  readonly kind: "none";
}

export const noGateway: NoGateway = { kind: "none" };

export type Gateway = InstantGateway | RemoteGateway | NoGateway;

/** The gateway that payments go to: one that only simulates them is none where the sandbox is off. */
export const gatewayInUse = (gateway: Gateway, isSandbox: boolean): Gateway =>
  gateway.kind === "instant" && gateway.isSimulated && !isSandbox ? noGateway : gateway;
