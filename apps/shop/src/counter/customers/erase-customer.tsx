import { Button, List, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type Customer, limits } from "@till/contracts";
import { IconEraser } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmModal } from "../../layout/confirm-modal.tsx";
import { eraseCustomer } from "./customers.ts";

/** Asks before it erases a customer, and says what goes and what stays. */
export function EraseCustomer({ customer: { id, name } }: { customer: Customer }) {
  const [isAsking, { open, close }] = useDisclosure();
  const [reason, setReason] = useState("");
  const erase = useMutation({ mutationFn: eraseCustomer, onSuccess: close });
  return (
    <>
      <Button variant="default" c="red" leftSection={<IconEraser size={18} aria-hidden />} onClick={open}>
        Erase
      </Button>
      <ConfirmModal
        opened={isAsking}
        title={`Erase ${name}?`}
        action="Erase for good"
        doing={erase}
        onConfirm={() => erase.mutate({ id, reason: reason.trim() })}
        onClose={close}
      >
        <List size="sm" spacing="xs">
          <List.Item>
            Gone from every order, message and webhook: name, email, phone, addresses, notes and references, and the
            reasons that people typed.
          </List.Item>
          <List.Item>Kept for your books: amounts, dates, products and invoice numbers.</List.Item>
          <List.Item>If they order again, they are a new customer.</List.Item>
        </List>
        <TextInput
          label="Reason"
          description="For your records. It stays, so don’t name the person."
          placeholder="Asked by letter on 6 March"
          maxLength={limits.reasonLength}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Text fw={600}>This can&rsquo;t be undone. Export their data first if they asked for it.</Text>
      </ConfirmModal>
    </>
  );
}
