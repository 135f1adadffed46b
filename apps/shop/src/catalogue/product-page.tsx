import { Grid, Group, Skeleton, Stack, Text } from "@mantine/core";
import { isRefusal } from "@till/client";
import type { Product } from "@till/contracts";
import { IconArrowLeft, IconMoodEmpty } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { AddToBasket } from "../basket/add-to-basket.tsx";
import { formatMoney } from "../format.ts";
import { Failure, Offline } from "../layout/failure.tsx";
import { AnchorLink, ButtonLink } from "../layout/link.tsx";
import { Message } from "../layout/message.tsx";
import { Page, PageTitle } from "../layout/page.tsx";
import { knownProduct } from "./known-product.ts";
import { productQuery } from "./products.ts";
import { ProductVisual } from "./product-visual.tsx";
import { StockNote } from "./stock-note.tsx";

const route = getRouteApi("/products/$id");

export function ProductPage() {
  const { id } = route.useParams();
  const {
    data: product,
    error,
    isPending,
    fetchStatus,
    refetch,
  } = useQuery({
    ...productQuery(id),
    // Shows the catalogue's data at once, with the heading that gets the focus.
    placeholderData: () => knownProduct(id),
  });
  if (isPending) {
    return (
      <Page title="Product" heading={null} above={<BackToShop />}>
        {fetchStatus === "paused" ? <Offline /> : <Skeleton height={420} radius="lg" />}
      </Page>
    );
  }
  if (isRefusal(error, "PRODUCT_NOT_FOUND")) {
    return (
      <Page title="Product not found">
        <Message
          icon={IconMoodEmpty}
          title="We don't have this product"
          action={<ButtonLink to="/">Browse products</ButtonLink>}
        >
          {error.data.refusal.message}
        </Message>
      </Page>
    );
  }
  if (error) {
    return (
      <Page title="Product">
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    );
  }
  return <ProductDetails product={product} />;
}

function ProductDetails({ product }: { product: Product }) {
  const { name, description, unitPrice, currency, stock, sku, archivedAt } = product;
  return (
    <Page title={name} heading={null} above={<BackToShop />}>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, sm: 6 }}>
          <ProductVisual product={product} size="page" />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 6 }}>
          <Stack gap="md">
            <PageTitle>{name}</PageTitle>
            <Text size="lg">{description}</Text>
            <Group align="baseline">
              <Text fz={28} fw={700}>
                {formatMoney(unitPrice, currency)}
              </Text>
              {archivedAt === null ? <StockNote stock={stock} /> : null}
            </Group>
            <Group mih={42}>
              {archivedAt === null ? (
                <AddToBasket product={product} size="md" />
              ) : (
                <Text fw={600}>This is no longer sold.</Text>
              )}
              <ButtonLink to="/basket" variant="subtle" size="md">
                View basket
              </ButtonLink>
            </Group>
            <Text size="sm" c="dimmed">
              SKU {sku}
            </Text>
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function BackToShop() {
  return (
    <AnchorLink to="/" fw={600} mb="md" display="inline-block">
      <IconArrowLeft size={16} aria-hidden /> All products
    </AnchorLink>
  );
}
