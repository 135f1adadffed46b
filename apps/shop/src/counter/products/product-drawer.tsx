import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { isRefusal } from "@till/client";
import type { Product } from "@till/contracts";
import { IconArchive, IconPackageOff } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { ConfirmModal } from "../../layout/confirm-modal.tsx";
import { Failure, Offline } from "../../layout/failure.tsx";
import { AnchorLink } from "../../layout/link.tsx";
import { Message } from "../../layout/message.tsx";
import { SideDrawer, useShown } from "../../layout/side-drawer.tsx";
import { trpc } from "../../till.ts";
import { EditProduct } from "./edit-product.tsx";
import { MovementList } from "./movement-list.tsx";
import { openProductQuery, reloadProducts } from "./products.ts";
import { RestoreProduct } from "./restore-product.tsx";
import { StockCard } from "./stock-card.tsx";

/** One product beside the list: its stock, what the shop says of it, and its movements. */
export function ProductDrawer({ id, close }: { id: number | undefined; close: () => void }) {
  const shown = useShown(id);
  const { data: product } = useQuery({ ...openProductQuery(shown ?? 0), enabled: shown !== undefined });
  return (
    <SideDrawer
      opened={id !== undefined}
      close={close}
      title={product?.name ?? "Product"}
      closeLabel="Close the product"
    >
      {shown === undefined ? null : <OpenProduct key={shown} id={shown} />}
    </SideDrawer>
  );
}

function OpenProduct({ id }: { id: number }) {
  const { data: product, error, fetchStatus, refetch } = useQuery(openProductQuery(id));
  if (product) return <ProductSheet product={product} />;
  if (isRefusal(error, "PRODUCT_NOT_FOUND"))
    return (
      <Message icon={IconPackageOff} title={error.data.refusal.message}>
        Its number may be mistyped.
      </Message>
    );
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return fetchStatus === "paused" ? <Offline /> : <Loading />;
}

const ProductSheet = ({ product }: { product: Product }) => (
  <Stack gap="lg">
    <Group justify="space-between">
      <Text c="dimmed" className="long-words">
        {product.sku}
      </Text>
      <Group gap="md">
        <AnchorLink to="/products/$id" params={{ id: product.id }} size="sm">
          Its page in the shop
        </AnchorLink>
        {product.archivedAt === null ? <ArchiveProduct product={product} /> : null}
      </Group>
    </Group>
    {product.archivedAt === null ? null : <RestoreProduct product={product} />}
    <StockCard product={product} />
    {product.archivedAt === null ? <EditProduct product={product} /> : null}
    <MovementList id={product.id} />
  </Stack>
);

function ArchiveProduct({ product: { id, name } }: { product: Product }) {
  const [isAsking, { open, close }] = useDisclosure();
  const archive = useMutation(
    trpc.products.archive.mutationOptions({
      async onSuccess() {
        await reloadProducts();
        close();
      },
    }),
  );
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconArchive size={16} aria-hidden />} onClick={open}>
        Archive
      </Button>
      <ConfirmModal
        opened={isAsking}
        title={`Archive ${name}?`}
        action="Archive"
        doing={archive}
        onConfirm={() => archive.mutate({ id })}
        onClose={close}
      >
        <Text>
          It is no longer in the shop and can&rsquo;t be ordered. Orders that have it keep it. You can bring it back.
        </Text>
      </ConfirmModal>
    </>
  );
}

const Loading = () => (
  <Stack gap="lg" aria-busy="true" aria-label="The product is being loaded">
    <Skeleton height={24} width={160} />
    <Skeleton height={220} radius="md" />
    <Skeleton height={320} radius="md" />
  </Stack>
);
