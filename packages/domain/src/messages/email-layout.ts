import { type Shop, supportUrl } from "../shop.ts";

/** Where an email leads. */
interface EmailLink {
  readonly url: string;
  readonly text: string;
}

/** What an email looks like: tables and inline styles, since mail programs know little else. */
export interface EmailContent {
  readonly subject: string;
  /** What a list of emails shows beside the subject. */
  readonly preview: string;
  readonly greeting: string;
  readonly body: string;
  readonly orderId: number;
  readonly link: EmailLink | null;
  readonly shop: Pick<Shop, "name" | "support" | "color">;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const ink = "#1d1b17";
const soft = "#6b675f";

/**
 * For mail programs that know more than inline styles. Others show the light colours. An accent is dark enough for a light
 * ground only: on a dark one the name is light, and the button keeps its white text.
 */
const darkStyles = `
@media (prefers-color-scheme: dark) {
  .ground { background: #16150f !important; }
  .card { background: #24221c !important; }
  .ink { color: #f3f1ec !important; }
  .soft, .soft a { color: #b5b0a4 !important; }
  .button { outline: 1px solid #b5b0a4 !important; }
}`;

/** Writes an email as HTML. Everything that comes from outside is escaped. */
export const emailHtml = ({
  subject,
  preview,
  greeting,
  body,
  orderId,
  link,
  shop,
}: EmailContent): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${escape(subject)}</title>
<style>${darkStyles}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f3f1ec;${font}">
<div style="display:none;max-height:0;overflow:hidden">${escape(preview)}</div>
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f1ec"><tr><td align="center" style="padding:32px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:#ffffff;border-radius:12px">
<tr><td style="height:6px;line-height:6px;font-size:0;border-radius:12px 12px 0 0;background:${shop.color ?? ink}">&nbsp;</td></tr>
${row("24px 32px 0", "ink", "font-size:16px;font-weight:700", escape(shop.name), shop.color ?? ink)}
${row("24px 32px 0", "soft", "font-size:13px;letter-spacing:.04em", `ORDER #${orderId}`, soft)}
<tr><td style="padding:4px 32px 0"><h1 class="ink" style="margin:0;${font};font-size:24px;line-height:1.25;color:${ink}">${escape(subject)}</h1></td></tr>
${row("20px 32px 0", "ink", "font-size:16px;line-height:1.55", escape(greeting))}
${row("8px 32px 0", "ink", "font-size:16px;line-height:1.55", escape(body))}
${link === null ? "" : button(link, shop.color ?? ink)}
<tr><td style="height:32px;line-height:32px;font-size:0">&nbsp;</td></tr>
</table>
<p class="soft" style="max-width:520px;margin:16px 0 0;padding:0 20px;${font};font-size:13px;line-height:1.5;color:${soft}">You get this message because of order #${orderId}.${help(shop)}</p>
</td></tr></table>
</body>
</html>
`;

/** A line of the card. Long words, such as a name without spaces, break. */
const row = (padding: string, className: string, style: string, content: string, color = ink) =>
  `<tr><td class="${className}" style="padding:${padding};${font};${style};color:${color};word-break:break-word">${content}</td></tr>`;

const button = ({ url, text }: EmailLink, color: string) =>
  `<tr><td style="padding:24px 32px 0"><a class="button" href="${escape(url)}" target="_blank" rel="noopener" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${color};${font};font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">${escape(text)}</a></td></tr>`;

const help = ({ support, color }: EmailContent["shop"]) =>
  support === null
    ? ""
    : `<br>Questions? <a href="${escape(supportUrl(support))}" style="color:${color ?? soft}">${escape(support)}</a>`;
