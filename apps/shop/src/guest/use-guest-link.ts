import { createTillClient } from "@till/client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useLocation, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useHandedSession } from "../session/handed-token.ts";
import { startSession, useSession } from "../session/session.ts";
import { tillUrl } from "../till-of-page.ts";

const isToken = (hash: string) => hash.startsWith("till_guest_");

/** Only Till knows when a link ends, and says so when it has. */
const noKnownEnd = "9999-12-31T23:59:59.999Z";

/**
 * Takes the token of a guest's link out of the URL, where it is behind `#`, and signs the guest in, in this tab. If
 * somebody else is signed in there, they are asked first.
 */
export function useGuestLink() {
  const router = useRouter();
  const hash = useLocation({ select: (location) => location.hash });
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    if (!isToken(hash)) return;
    setToken(hash);
    void router.navigate({ to: "/guest", search: true, hash: "", replace: true });
  }, [hash, router]);
  const guest = useQuery({
    queryKey: ["guest", token],
    queryFn: token === null ? skipToken : () => createTillClient({ url: tillUrl, token }).auth.me.query(),
    staleTime: Infinity,
    gcTime: 0,
  });
  const user = guest.data?.user;
  useEffect(() => {
    if (token === null || user === undefined) return;
    const session = { token, user, expiresAt: noKnownEnd };
    const before = useSession.getState().session;
    if (before === null || before.user.id === user.id) startSession(session);
    else useHandedSession.setState({ handed: session });
  }, [token, user]);
  return {
    isBeingRead: isToken(hash) || guest.isLoading,
    isInvalid: guest.data === null,
    error: guest.error,
    retry: () => void guest.refetch(),
  };
}
