import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Order, type TillClient, isRefusal } from "@till/client";

const page = (body: string) => `<!doctype html><title>Corner shop</title><h1>Corner shop</h1>${body}`;

const escape = (words: string) =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

async function catalogue(till: TillClient): Promise<string> {
  const { items } = await till.products.list.query({});
  const options = items.map(({ id, name }) => `<option value="${id}">${escape(name)}</option>`);
  return `<form method="post" action="/buy">
<label>Product <select name="product">${options.join("")}</select></label>
<label>Card <input name="card" value="pm_card_visa"></label>
<button>Buy</button>
</form>`;
}

const status = ({ id, status: is }: Order) => `<p>Order #${id} is ${is.toLowerCase()}.</p>`;

/** Orders and pays. Returns where to send the browser, or what to show instead. */
async function buy(till: TillClient, form: URLSearchParams): Promise<{ to: string } | { show: string }> {
  try {
    const items = [{ productId: Number(form.get("product")), quantity: 1 }];
    const { id } = await till.orders.create.mutate({ items, paymentMethod: "ONLINE" });
    const { payment } = await till.orders.pay.mutate({ id, source: { token: form.get("card") ?? "" } });
    return { to: payment.nextAction?.url ?? `/orders/${id}` };
  } catch (error) {
    if (isRefusal(error)) return { show: `<p role="alert">${escape(error.message)}</p>` };
    throw error;
  }
}

/** Starts the shop for one customer, on a free port of 127.0.0.1. */
export async function startShop(till: TillClient): Promise<{ url: string; stop: () => Promise<void> }> {
  const answer = async (request: IncomingMessage): Promise<{ to: string } | { show: string }> => {
    const { method, url = "/" } = request;
    if (method === "POST" && url === "/buy") return buy(till, new URLSearchParams(await text(request)));
    const [, order] = /^\/orders\/(\d+)$/.exec(url) ?? [];
    if (order !== undefined) return { show: status(await till.orders.get.query({ id: Number(order) })) };
    return { show: await catalogue(till) };
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (done) => {
        if ("to" in done) response.writeHead(303, { location: done.to }).end();
        else response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(done.show));
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
