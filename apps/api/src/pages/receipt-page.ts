import { supportUrl } from "@till/domain";
import { html } from "hono/html";
import { type Html, type Page, messagePage } from "./page.ts";
import type { Fact, Receipt } from "./receipt.ts";

/** The receipt as a page that prints well. */
export const receiptPage = (receipt: Receipt, pdfUrl: string): Page => ({
  title: receipt.title,
  body: ({ name, support }) =>
    html`<main>
        <header>
          <div>
            <p class="shop">${name}</p>
            <h1>${receipt.title}</h1>
          </div>
          <p class="badge ${receipt.status === "Paid" ? "good" : "note"}">${receipt.status}</p>
        </header>
        <div class="columns">
          <section>
            <h2>Order</h2>
            ${factList(receipt.order)}
          </section>
          <section>
            <h2>Customer</h2>
            ${lineList(receipt.customer)}
          </section>
        </div>
        ${receipt.recorded.length > 0 ? recordedColumns(receipt) : ""}
        <h2>Items</h2>
        ${itemTable(receipt)} ${sums(receipt.totals, receipt.included)}
        <section class="keep">
          <h2>Payment</h2>
          ${factList(receipt.payment)}
        </section>
        ${receipt.refunds.length > 0 ? refundSection(receipt) : ""}
        ${support === null ? "" : html`<p class="soft support">Questions? <a href="${supportUrl(support)}">${support}</a></p>`}
      </main>
      <footer class="screen"><a class="button" href="${pdfUrl}">Download as PDF</a></footer>`,
});

export const unknownReceiptPage: Page = messagePage("No such receipt", [
  "There is no receipt at this address. An order has one once it is paid; open it from the order in the shop.",
]);

const factList = (facts: readonly Fact[]): Html =>
  html`<dl class="facts">
    ${facts.map(
      ([label, value]) =>
        html`<dt>${label}</dt>
          <dd><bdi>${value}</bdi></dd>`,
    )}
  </dl>`;

const lineList = (lines: readonly string[]) => lines.map((line) => html`<p><bdi>${line}</bdi></p>`);

const recordedColumns = ({ recorded }: Receipt): Html =>
  html`<div class="columns">
    ${recorded.map(
      ({ heading, lines }) =>
        html`<section>
          <h2>${heading}</h2>
          ${lineList(lines)}
        </section>`,
    )}
  </div>`;

/** Amounts that are added up; the last is the sum. Below it are those that are part of it. */
const sums = (facts: readonly Fact[], included: readonly Fact[] = []): Html =>
  html`<dl class="totals">
    ${facts.map((fact, index) => sumRow(fact, index === facts.length - 1 ? "sum" : ""))}
    ${included.map((fact) => sumRow(fact, "small soft"))}
  </dl>`;

const sumRow = ([label, value]: Fact, kind: string): Html =>
  html`<dt class="${kind}"><bdi>${label}</bdi></dt>
    <dd class="number ${kind}">${value}</dd>`;

const itemTable = ({ lines }: Receipt): Html =>
  html`<table>
    <caption>
      Items of the order
    </caption>
    <thead>
      <tr>
        <th scope="col">Item</th>
        <th scope="col" class="wide">Quantity</th>
        <th scope="col" class="wide">Unit price</th>
        <th scope="col" class="wide">Discount</th>
        <th scope="col">Total</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map(itemRow)}
    </tbody>
  </table>`;

/** On a phone, quantity, price and discount are below the name, not in their own columns. */
const itemRow = ({ name, sku, quantity, unitPrice, discount, isDiscounted, total }: Receipt["lines"][number]): Html =>
  html`<tr>
    <th scope="row">
      <bdi>${name}</bdi>
      <div class="phone number small soft">${quantity} × ${unitPrice}</div>
      ${isDiscounted ? html`<div class="phone number small soft">Discount ${discount}</div>` : ""}
      <div class="small soft"><bdi>${sku}</bdi></div>
    </th>
    <td class="wide number">${quantity}</td>
    <td class="wide number">${unitPrice}</td>
    <td class="wide number">${discount}</td>
    <td class="number">${total}</td>
  </tr>`;

const refundSection = ({ refunds, balance }: Receipt): Html =>
  html`<section class="keep">
    <h2>Refunds</h2>
    <table>
      <caption>
        Refunds of the order
      </caption>
      <thead>
        <tr>
          <th scope="col">Time and reason</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${refunds.map(
          ({ time, reason, amount }) =>
            html`<tr>
              <th scope="row">
                ${time} ${reason === null ? "" : html`<div class="small soft"><bdi>${reason}</bdi></div>`}
              </th>
              <td class="number">${amount}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${sums(balance)}
  </section>`;
