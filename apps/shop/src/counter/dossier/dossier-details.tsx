import { Accordion, Code, Stack, Text } from "@mantine/core";
import type { Dossier } from "@till/contracts";
import type { ReactNode } from "react";
import { count, formatMoney, formatTime } from "../../format.ts";
import { sourceLabel } from "@till/domain/sources";
import { whyFailed } from "../../orders/why-failed.ts";
import classes from "./dossier-details.module.css";

/** What the story is made of: events, attempts, refunds, messages and webhooks, as they are kept, and what a sandbox did on purpose. */
export function DossierDetails({ dossier }: { dossier: Dossier }) {
  const { events, payments, refunds, messages, deliveries, faults, clockMoves } = dossier;
  return (
    <Accordion variant="contained" multiple classNames={{ item: classes.item }}>
      <Part name="events" title={count(events.length, "event")}>
        {events.map((event) => (
          <Event key={event.id} event={event} />
        ))}
      </Part>
      <Part name="payments" title={count(payments.length, "attempt to pay", "attempts to pay")}>
        {payments.map((payment) => (
          <Payment key={payment.id} payment={payment} currency={dossier.order.currency} />
        ))}
      </Part>
      <Part name="refunds" title={count(refunds.length, "refund")}>
        {refunds.map((refund) => (
          <Entry
            key={refund.id}
            title={`${formatMoney(refund.amount, dossier.order.currency)} back: ${refund.status}`}
            at={refund.createdAt}
          >
            {refund.reason}
            {refund.lastError}
          </Entry>
        ))}
      </Part>
      <Part name="messages" title={count(messages.length, "message")}>
        {messages.map((message) => (
          <Entry
            key={message.id}
            title={`${message.channel} to ${message.recipient}`}
            at={message.sentAt ?? message.createdAt}
          >
            <span className={classes.text}>{message.text ?? message.lastError ?? "Not sent yet."}</span>
          </Entry>
        ))}
      </Part>
      <Part name="webhooks" title={count(deliveries.length, "webhook")}>
        {deliveries.map((delivery) => (
          <Delivery key={delivery.id} delivery={delivery} />
        ))}
      </Part>
      {faults.length > 0 && (
        <Part name="faults" title={count(faults.length, "armed fault")}>
          {faults.map((fault, index) => (
            // One request can be hit by several faults. Their order does not change.
            <Fault key={index} fault={fault} />
          ))}
        </Part>
      )}
      {clockMoves.length > 0 && (
        <Part name="clock" title={count(clockMoves.length, "move of the clock", "moves of the clock")}>
          {clockMoves.map(({ from, to, mode }, index) => (
            <Entry key={index} title={from === to ? "Not moved" : `Moved ahead to ${formatTime(to)}`} at={from}>
              {clockModeNames[mode]}
            </Entry>
          ))}
        </Part>
      )}
    </Accordion>
  );
}

const Part = ({ name, title, children }: { name: string; title: string; children: ReactNode }) => (
  <Accordion.Item value={name}>
    <Accordion.Control>{title}</Accordion.Control>
    <Accordion.Panel>
      <Stack component="ul" gap="md" m={0} p={0} className={classes.entries}>
        {children}
      </Stack>
    </Accordion.Panel>
  </Accordion.Item>
);

const Entry = ({ title, at, children }: { title: string; at: string; children?: ReactNode }) => (
  <li className={classes.entry}>
    <Text fw={600}>{title}</Text>
    <Text size="sm" c="dimmed">
      {formatTime(at)}
    </Text>
    <Text size="sm" component="div">
      {children}
    </Text>
  </li>
);

function Event({ event }: { event: Dossier["events"][number] }) {
  const { seq, type, command, at, actor, idempotencyKey, reason, data } = event;
  return (
    <Entry title={`${seq}. ${type}, by ${command} of ${actor.role} ${actor.role === "system" ? "" : actor.id}`} at={at}>
      {reason === null ? null : <div>{reason}</div>}
      {idempotencyKey === null ? null : (
        <div>
          Idempotency key <Code>{idempotencyKey}</Code>
        </div>
      )}
      {data === null ? null : <Kept label={`What event ${seq} keeps`} text={JSON.stringify(data, null, 2)} />}
    </Entry>
  );
}

function Payment({
  payment,
  currency,
}: {
  payment: Dossier["payments"][number];
  currency: Dossier["order"]["currency"];
}) {
  const { amount, status, source, createdAt, settledAt, id, reference, lastError } = payment;
  const why = whyFailed(payment);
  return (
    <Entry title={`${formatMoney(amount, currency)} with ${sourceLabel(source)}: ${status}`} at={createdAt}>
      {why === null ? null : <div>{why}</div>}
      {settledAt === null ? null : <div>Ended {formatTime(settledAt)}</div>}
      {lastError === null ? null : <div>{lastError}</div>}
      <Code>{id}</Code> at the gateway <Code>{reference}</Code>
    </Entry>
  );
}

function Delivery({ delivery }: { delivery: Dossier["deliveries"][number] }) {
  const { id, eventType, receiver, status, attempts, payload, createdAt } = delivery;
  return (
    <Entry title={`${eventType} to ${receiver}: ${status}`} at={createdAt}>
      <Code>{id}</Code>
      {attempts.map(({ at, durationMs, responseStatus, responseBody, error }) => (
        <div key={at}>
          {formatTime(at)}: {responseStatus ?? "no answer"} after {durationMs} ms
          {error === null ? "" : `, ${error}`}
          {responseBody === null || responseBody === "" ? null : <Code block>{responseBody}</Code>}
        </div>
      ))}
      {payload === null ? null : (
        <Kept label={`Payload of ${id}`} text={JSON.stringify(JSON.parse(payload), null, 2)} />
      )}
    </Entry>
  );
}

function Fault({ fault: { fault, procedure, at, requestId, status, wentAt } }: { fault: Dossier["faults"][number] }) {
  return (
    <Entry title={`${fault} on ${procedure}${status === null ? "" : `: ${status}`}`} at={at}>
      {wentAt === null ? null : <div>The answer went out {formatTime(wentAt)}</div>}
      Request <Code>{requestId}</Code>
    </Entry>
  );
}

const clockModeNames = {
  real: "The clock follows the real time",
  frozen: "The clock is stopped",
  shifted: "The clock is ahead of the real time",
} as const satisfies Record<Dossier["clockMoves"][number]["mode"], string>;

const Kept = ({ label, text }: { label: string; text: string }) => (
  <Code block className={classes.kept} tabIndex={0} role="region" aria-label={label}>
    {text}
  </Code>
);
