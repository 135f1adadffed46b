import { pageSettings } from "../page-settings.ts";
import { TextInput } from "@mantine/core";
import { limits } from "@till/contracts";
import { IconTicket } from "@tabler/icons-react";
import { setDiscountCode, useBasket } from "./basket.ts";

/** The discount code. The price updates while the shopper types. `problem` says why the code gives no discount. */
export function DiscountField({ problem, saves }: { problem: string | null; saves: string | null }) {
  const code = useBasket(({ discountCode }) => discountCode);
  return (
    <TextInput
      label="Discount code"
      placeholder={pageSettings.isSandbox ? "Such as WELCOME10" : ""}
      autoComplete="off"
      maxLength={limits.discountCodeLength}
      leftSection={<IconTicket size={18} aria-hidden />}
      value={code}
      onChange={({ currentTarget }) => setDiscountCode(currentTarget.value.toUpperCase())}
      error={problem}
      description={saves === null ? undefined : `You save ${saves}.`}
      inputWrapperOrder={["label", "input", "description", "error"]}
    />
  );
}
