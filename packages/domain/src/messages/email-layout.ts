import { type Shop, supportUrl } from "../shop.ts";

/** What an email looks like: tables and inline styles, since mail programs know little else. */
export interface EmailContent {
  readonly subject: string;
  readonly greeting: string;
  readonly body: string;
  readonly orderId: number;
  readonly shop: Pick<Shop, "name" | "support" | "color">;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Writes an email as HTML. Everything that comes from outside is escaped. */
export const emailHtml = ({ subject, greeting, body, orderId, shop }: EmailContent): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(subject)}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#f3f1ec;${font}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:#ffffff;border-radius:12px">
<tr><td style="padding:24px 32px 0;${font};font-size:16px;font-weight:700;color:${shop.color ?? "#1d1b17"}">${escape(shop.name)}</td></tr>
<tr><td style="padding:20px 32px 0;${font};font-size:13px;letter-spacing:.04em;color:#6b675f">ORDER #${orderId}</td></tr>
<tr><td style="padding:6px 32px 0"><h1 style="margin:0;${font};font-size:22px;line-height:1.3;color:#1d1b17">${escape(subject)}</h1></td></tr>
<tr><td style="padding:16px 32px 0;${font};font-size:16px;line-height:1.55;color:#1d1b17">${escape(greeting)}</td></tr>
<tr><td style="padding:8px 32px 32px;${font};font-size:16px;line-height:1.55;color:#1d1b17">${escape(body)}</td></tr>
</table>
<p style="${font};font-size:12px;color:#6b675f">You get this message because of order #${orderId}.${help(shop)}</p>
</td></tr></table>
</body>
</html>
`;

const help = ({ support, color }: EmailContent["shop"]) =>
  support === null
    ? ""
    : ` Questions? <a href="${escape(supportUrl(support))}" style="color:${color ?? "#6b675f"}">${escape(support)}</a>`;
