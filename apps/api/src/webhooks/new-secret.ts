const secretBytes = 32;

/** Makes a secret for webhooks, in the form of the specification: 24 to 64 random bytes in base64, after `whsec_`. */
export const newWebhookSecret = (): string =>
  `whsec_${btoa(String.fromCodePoint(...crypto.getRandomValues(new Uint8Array(secretBytes))))}`;
