import type { IncomingMessage, ServerResponse } from "node:http";
import { parse } from "qs";
import type { Account } from "./account.ts";

/** The page of the customer's bank. It has no value of a request in it, so there is nothing to escape. */
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>3-D Secure at the stand-in of Stripe</title>
  </head>
  <body>
    <h1>Confirm your payment</h1>
    <form method="post">
      <button name="answer" value="complete">Complete</button>
      <button name="answer" value="fail">Fail</button>
    </form>
  </body>
</html>
`;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly form: string;
}

/** Shows the page of the bank, and sends the customer back to the shop when they have answered there. */
export function answerChallenge(account: Account, intent: string, { request, response, form }: Exchange): void {
  if (request.method === "POST") {
    const back = account.answerChallenge(intent, parse(form)["answer"] === "complete");
    response.writeHead(303, { location: back.href });
    return void response.end();
  }
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(page);
}
