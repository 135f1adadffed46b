import type { ImportedProduct, UpsertProductInput } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { till } from "../../../till.ts";
import { reloadProducts } from "../products.ts";
import { piecesOf } from "./pieces.ts";
import { type ReadCatalogue, readCatalogue } from "./read-catalogue.ts";

/** The largest file that is read, in bytes. */
const maxBytes = 4 * 1_024 * 1_024;

/** A chosen file, and what its products would change. */
export interface ChosenFile {
  readonly name: string;
  readonly read: ReadCatalogue;
  /** What each product without a fault does, by SKU. */
  readonly preview: ReadonlyMap<string, ImportedProduct>;
}

/** Writes products piece by piece, or only says what would change. `onDone` hears how many are done. */
async function importAll(
  products: readonly UpsertProductInput[],
  { dryRun, onDone }: { dryRun: boolean; onDone: (done: number) => void },
): Promise<ImportedProduct[]> {
  const imported: ImportedProduct[] = [];
  for (const items of piecesOf(products)) {
    imported.push(...(await till.products.import.mutate({ items, dryRun })).items);
    onDone(imported.length);
  }
  return imported;
}

/** The products of a file that have no fault. */
export const productsIn = (read: ReadCatalogue): UpsertProductInput[] =>
  "fault" in read ? [] : read.lines.flatMap(({ product }) => product ?? []);

/** Reads a file, asks what it would change, and imports it. */
export function useImport() {
  const [chosen, setChosen] = useState<ChosenFile | null>(null);
  const [done, setDone] = useState(0);
  const choose = useMutation({
    async mutationFn(file: File): Promise<ChosenFile> {
      const fault = `The file is larger than ${maxBytes / 1_024 ** 2} MB. Split it.`;
      const read = file.size > maxBytes ? { fault } : readCatalogue(await file.text());
      const found = await importAll(productsIn(read), { dryRun: true, onDone: setDone });
      return { name: file.name, read, preview: new Map(found.map((product) => [product.sku, product])) };
    },
    onMutate: () => {
      setChosen(null);
      setDone(0);
      write.reset();
    },
    onSuccess: setChosen,
  });
  const write = useMutation({
    mutationFn: (products: readonly UpsertProductInput[]) => importAll(products, { dryRun: false, onDone: setDone }),
    onMutate: () => setDone(0),
    onSettled: reloadProducts,
  });
  return { chosen, choose, write, done };
}
