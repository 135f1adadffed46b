import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type JWTPayload, SignJWT, exportJWK, generateKeyPair } from "jose";

/** What a token says besides its person: who made it, and for whom. */
interface Issuing {
  readonly issuer: string;
  readonly audience: string;
}

/**
 * A login service on loopback, as another company runs one: it signs with a key of its own (ES256), shows the public part
 * as a JWK Set, and its login page signs in the person whose claims a test sets.
 */
export async function startLoginService({ issuer, audience }: Issuing) {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const keys = [{ ...(await exportJWK(publicKey)), kid: "2026-1", alg: "ES256", use: "sig" }];
  const tokenOf = (claims: JWTPayload) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: "2026-1" })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime("1h")
      .sign(privateKey);
  const person: { claims: JWTPayload } = { claims: {} };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    if (pathname === "/jwks.json")
      return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys }));
    if (pathname !== "/sign-in") return void response.writeHead(404).end();
    void tokenOf(person.claims).then((token) => {
      const answer = new URLSearchParams({ token, state: searchParams.get("state") ?? "" });
      response.writeHead(302, { location: `${searchParams.get("return_to")}#${answer.toString()}` }).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenOf,
    /** Who signs in at the login page next. */
    person,
    stop: () => void server.close(),
  };
}
