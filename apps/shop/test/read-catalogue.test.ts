import { limits } from "@till/contracts";
import { expect, test } from "vitest";
import { piecesOf } from "../src/counter/products/import/pieces.ts";
import { maxLines, readCatalogue } from "../src/counter/products/import/read-catalogue.ts";

/** The lines of a file, or its fault. */
function read(text: string) {
  const found = readCatalogue(text);
  if ("fault" in found) return found.fault;
  return found.lines.map(({ line, product, faults }) => [line, product ?? faults]);
}

const cup = { sku: "CUP", name: "Cup", unitPrice: 45_000, currency: "INR" };

test("a file is read line by line, and empty cells say nothing", () => {
  const text = `\uFEFFSKU,Name,Price,Currency,Stock,Description,Image
CUP,Cup,450,INR,40,,
TEA,"Tea, ""black""","1,250.50",inr,unlimited,Strong,https://x.example/tea.png
HAT,Hat,0,INR,,,

`;
  expect(read(text)).toEqual([
    [2, { ...cup, stock: 40 }],
    [
      3,
      {
        sku: "TEA",
        name: 'Tea, "black"',
        unitPrice: 125_050,
        currency: "INR",
        stock: null,
        description: "Strong",
        imageUrl: "https://x.example/tea.png",
      },
    ],
    [4, { sku: "HAT", name: "Hat", unitPrice: 0, currency: "INR" }],
  ]);
});

test.each([
  ["semicolons", "sku;name;price;currency\nCUP;Cup;450;INR"],
  ["tabs and Windows line ends", "sku\tname\tprice\tcurrency\r\nCUP\tCup\t450\tINR\r\n"],
])("a file with %s is read too", (_what, text) => {
  expect(read(text)).toEqual([[2, cup]]);
});

test("each fault names its line and its column", () => {
  const text = `sku,name,price,currency,stock,image
,Cup,450,INR,,
A,"",12.345,INR,-1,http://x.example/a.png
B,Cup,450,RUPEES,many,
"C","A name
over two lines",450,INR,1,
D,Cup,450,INR
D,Cup,460,INR
E,Cup,450,INR,1,,too,many`;
  expect(read(text)).toEqual([
    [2, ["sku must be 1 to 64 printable ASCII characters without spaces, and begin with a letter or a digit."]],
    [
      3,
      [
        "price must be an amount such as 1,250 or 99.50, with a point before the decimals.",
        "stock must be a whole number from 0 to 9999999, or “unlimited”.",
        "name must have at least 1 character.",
        "image must be an https address, such as https://shop.example/cup.png.",
      ],
    ],
    [
      4,
      [
        "currency must be one of INR, USD, EUR, GBP.",
        "stock must be a whole number from 0 to 9999999, or “unlimited”.",
      ],
    ],
    [5, ["name must be plain text on one line."]],
    [7, { ...cup, sku: "D" }],
    [8, ["sku is the one of line 7 too."]],
    [9, ["The line has 8 cells, and there are 6 columns. Put text with a comma in quotes."]],
  ]);
});

test.each([
  [
    "is no UTF-8",
    "sku,name,price,currency\nA,Caf\uFFFD,1,INR",
    "The file is not UTF-8. Save it as “CSV UTF-8”, and choose it again.",
  ],
  ["is empty", " \n", "The file is empty."],
  ["has only its first line", "sku,name,price,currency", "The file has no line besides the names of its columns."],
  [
    "lacks a column",
    "sku,name,price\nA,B,1",
    "The column currency is missing. Every line needs sku, name, price, currency.",
  ],
  [
    "has an unknown column",
    "sku,name,price,currency,colour\nA,B,1,INR,red",
    "The first line must name the columns. It has “colour”, and columns are sku, name, price, currency, description, stock, image.",
  ],
  ["names a column twice", "sku,name,price,currency,name\nA,B,1,INR,C", "The column name is there twice."],
  [
    "is too long",
    `sku,name,price,currency\n${"A,B,1,INR\n".repeat(maxLines + 1)}`,
    `The file has ${maxLines + 1} lines, and ${maxLines} can be imported at a time. Split it.`,
  ],
])("a file that %s is refused as a whole", (_what, text, fault) => {
  expect(read(text)).toBe(fault);
});

test("pieces have so many products at most, and fit into a request", () => {
  const small = Array.from({ length: limits.importedProducts * 2 + 1 }, (_, index) => ({ sku: `S${index}` }));
  expect(piecesOf(small).map(({ length }) => length)).toEqual([100, 100, 1]);
  const large = Array.from({ length: 100 }, () => ({ sku: "L", description: "ü".repeat(1_000) }));
  const pieces = piecesOf(large);
  expect(pieces.flat()).toEqual(large);
  for (const items of pieces)
    expect(new TextEncoder().encode(JSON.stringify({ items, dryRun: true })).length).toBeLessThanOrEqual(
      limits.bodyBytes,
    );
  expect(piecesOf([])).toEqual([]);
});
