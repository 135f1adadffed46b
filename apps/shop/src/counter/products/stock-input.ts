import { limits } from "@till/contracts";

/** How a form changes the stock: pieces come, pieces go, or it is set. */
export type StockWay = "in" | "out" | "set";

type ReadStock =
  | { readonly change: number; readonly reason: string }
  | { readonly stock: number | null; readonly reason?: string }
  | { readonly faults: { readonly amount?: string; readonly reason?: string } };

const numberRule = `Enter a whole number from 1 to ${limits.stock}.`;
const setRule = `Enter a whole number from 0 to ${limits.stock}, or “unlimited”.`;

/** Reads a change of stock as it was typed, or says what is wrong, by field. */
export function readStockForm(way: StockWay, typed: string, typedReason: string): ReadStock {
  const [text, reason] = [typed.trim().toLowerCase(), typedReason.trim()];
  const pieces = /^\d{1,8}$/.test(text) && Number(text) <= limits.stock ? Number(text) : null;
  if (way === "set") {
    const isUnlimited = text === "unlimited";
    if (pieces === null && !isUnlimited) return { faults: { amount: setRule } };
    return { stock: isUnlimited ? null : pieces, ...(reason !== "" && { reason }) };
  }
  const faults = {
    ...((pieces ?? 0) === 0 && { amount: numberRule }),
    ...(reason === "" && { reason: "Say why, for whoever reads the movements later." }),
  };
  if (pieces === null || Object.keys(faults).length > 0) return { faults };
  return { change: way === "in" ? pieces : -pieces, reason };
}
