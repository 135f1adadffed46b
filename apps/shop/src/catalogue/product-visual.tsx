import {
  type Icon,
  IconCoffee,
  IconDroplet,
  IconGift,
  IconGrain,
  IconLeaf,
  IconMug,
  IconPaperBag,
  IconScale,
  IconTeapot,
} from "@tabler/icons-react";
import type { CSSProperties } from "react";
import classes from "./product-visual.module.css";

/** A symbol and a hue for each kind of product, by the first letters of its SKU. */
const kinds: Record<string, { symbol: Icon; hue: number }> = {
  COF: { symbol: IconCoffee, hue: 55 },
  TEA: { symbol: IconLeaf, hue: 145 },
  BRW: { symbol: IconTeapot, hue: 215 },
  GRD: { symbol: IconGrain, hue: 275 },
  CUP: { symbol: IconMug, hue: 245 },
  SWT: { symbol: IconDroplet, hue: 85 },
  ACC: { symbol: IconScale, hue: 190 },
  GFT: { symbol: IconGift, hue: 10 },
};
const otherKind = { symbol: IconPaperBag, hue: 160 };

/** Varies the hue of products of one kind by their SKU, in degrees. */
const shadeOf = (sku: string) => (Array.from(sku).reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 5) * 7 - 14;

/** The picture of a product, or the symbol of its kind on a coloured ground. It is decorative. */
export function ProductVisual({
  product: { sku, imageUrl = null },
  size,
}: {
  product: { sku: string; imageUrl?: string | null };
  size: "card" | "page" | "line";
}) {
  if (imageUrl !== null)
    return <img className={classes.visual} data-size={size} src={imageUrl} alt="" loading="lazy" />;
  const { symbol: Symbol, hue } = kinds[sku.slice(0, 3)] ?? otherKind;
  return (
    <div
      className={classes.visual}
      data-size={size}
      style={{ "--hue": hue + shadeOf(sku) } as CSSProperties}
      aria-hidden="true"
    >
      <Symbol className={classes.symbol} stroke={1.25} />
    </div>
  );
}
