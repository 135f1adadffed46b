import { demoUsersSchema, type User } from "@till/contracts";

const REQUEST_TIMEOUT_MS = 15_000;

/** The people that the sandbox can sign in, as the running Worker lists them. */
export async function fetchDemoPeople(url: string): Promise<User[]> {
  const response = await fetch(`${url}/trpc/sandbox.users`, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  if (!response.ok)
    throw new Error(`GET /trpc/sandbox.users says ${response.status} ${(await response.text()).slice(0, 200)}`);
  const body = (await response.json()) as { result: { data: unknown } };
  return demoUsersSchema.parse(body.result.data).users;
}
