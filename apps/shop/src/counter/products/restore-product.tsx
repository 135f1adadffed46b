import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { Product } from "@till/contracts";
import { IconArchive } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { formatTime } from "../../format.ts";
import { explainFailure } from "../../layout/failure.tsx";
import { trpc } from "../../till.ts";
import { reloadProducts } from "./products.ts";

/** Says that a product is archived, and brings it back into the shop. */
export function RestoreProduct({ product: { sku, name, unitPrice, currency, archivedAt } }: { product: Product }) {
  // Writing a product brings it back.
  const restore = useMutation(trpc.products.upsert.mutationOptions({ onSuccess: reloadProducts }));
  return (
    <Alert color="gray" icon={<IconArchive aria-hidden />} title={`Archived on ${formatTime(archivedAt ?? "")}`}>
      <Stack gap="sm">
        <Text size="sm">It is not in the shop and can&rsquo;t be ordered.</Text>
        {restore.isError ? <Text c="red">{explainFailure(restore.error)}</Text> : null}
        <Group>
          <Button
            size="xs"
            variant="default"
            loading={restore.isPending}
            onClick={() => restore.mutate({ sku, name, unitPrice, currency })}
          >
            Bring it back
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
