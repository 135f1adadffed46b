/** The introduction of the document, in Markdown. */
export const introduction = `
Till takes orders and payments for a shop. The payment gateway is simulated: what you pay with decides what happens. No
real card is ever taken.

## Try it

In a sandbox, \`POST /v1/sandbox/sessions\` with \`{"userId": "usr_asha"}\` signs a demo customer in. Put the \`token\` of the
answer into the field **Bearer token** of this page, or send it as \`Authorization: Bearer …\`. Then price a basket with
\`POST /v1/quotes\`, order it with \`POST /v1/orders\`, and pay with \`POST /v1/orders/{id}/pay\`. Staff, such as
\`usr_meera\`, see everybody's orders, collect cash and give refunds.

## Input

Bodies are JSON. An unknown field or query parameter is refused, not ignored. Amounts are whole numbers of minor units
(paise, cents). Times are ISO 8601: Till answers in UTC with milliseconds, and takes any precision and any offset. Text is
one line of well-formed Unicode; direction controls and other unseen characters are dropped from what is shown.

## Repeats

Send an \`Idempotency-Key\` with what places, pays, collects, cancels or refunds. If the answer is lost, send the same
request with the same key: it answers with what the first one did and does nothing twice. A route that does not list the
header refuses it, so that nobody relies on a key that does nothing.

## Problems

Every refusal is a \`application/problem+json\` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). Branch on
\`code\`; \`detail\` is a sentence that a shopper could read, \`details\` has the data behind it, and \`actions\` says what can
still be done with the order. [All problems](/docs/problems) are on a page of their own.

## Lists

A list has \`items\` and \`nextCursor\`. For the next page send it as \`cursor\`, or follow the header \`Link\`.

## ETags

The answer to a \`GET\` has an \`ETag\`. Send it as \`If-None-Match\`, and while nothing has changed the answer is 304 without
a body.
`.trim();
