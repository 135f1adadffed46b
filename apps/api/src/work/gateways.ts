import { type Gateway, simulator } from "@till/domain";
import { createStripeGateway } from "@till/gateway-stripe";
import type { GatewayConfig, GatewayName } from "../gateway-settings.ts";

/** How each gateway is made. A complete configuration has the keys of those that it names. */
const gateways: Readonly<Record<GatewayName, (config: GatewayConfig) => Gateway>> = {
  simulator: () => simulator,
  stripe: ({
    STRIPE_SECRET_KEY: secretKey = "",
    STRIPE_WEBHOOK_SECRET: webhookSecret = "",
    STRIPE_API_BASE: apiBase,
  }) => createStripeGateway({ secretKey, webhookSecret, apiBase }),
};

/**
 * The gateway for new payments, and those that took payments before. The simulator is always known: a sandbox that gets
 * a real gateway may have payments of it.
 */
export function gatewaysOf(config: GatewayConfig): { gateway: Gateway; formerGateways: readonly Gateway[] } {
  const former = new Set<GatewayName>(["simulator", ...config.FORMER_GATEWAYS]);
  former.delete(config.GATEWAY);
  return {
    gateway: gateways[config.GATEWAY](config),
    formerGateways: [...former].map((name) => gateways[name](config)),
  };
}
