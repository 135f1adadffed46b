import { useMutation } from "@tanstack/react-query";
import { notifications } from "@mantine/notifications";
import { explainFailure } from "../layout/failure.tsx";
import { trpc } from "../till.ts";
import { startSession } from "./session.ts";

/** Signs in as a demo person of the sandbox. They have no passwords. */
export function useSignIn() {
  const signIn = useMutation(
    trpc.sandbox.signIn.mutationOptions({
      onSuccess: startSession,
      onError: (error) => notifications.show({ color: "red", title: "Not signed in", message: explainFailure(error) }),
    }),
  );
  return {
    become: (userId: string) => signIn.mutate({ userId }),
    isPending: signIn.isPending,
  };
}
