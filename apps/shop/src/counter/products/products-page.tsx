import { Button, Group, SegmentedControl } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFileImport, IconPackage, IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { ButtonLink } from "../../layout/link.tsx";
import { listGap } from "../../layout/list-gap.tsx";
import { LoadingRows } from "../../layout/loading-rows.tsx";
import { Message } from "../../layout/message.tsx";
import { NarrowedList } from "../../layout/narrowed-list.tsx";
import { NoMatch } from "../../layout/no-match.tsx";
import { Page } from "../../layout/page.tsx";
import { SearchField } from "../../layout/search-field.tsx";
import { useList } from "../../layout/use-list.ts";
import { AddProduct } from "./add-product.tsx";
import { ProductDrawer } from "./product-drawer.tsx";
import { ProductRow } from "./product-row.tsx";
import { type ProductsSearch, productListQuery } from "./products.ts";

const route = getRouteApi("/counter/products");

/** The catalogue as staff see it, with the open product beside it. */
export function ProductsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [isAdding, { open, close }] = useDisclosure();
  const narrow = (changes: Pick<ProductsSearch, "q" | "shown">) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true, resetScroll: false });
  const show = (product: number) => void navigate({ search: (now) => ({ ...now, product }), resetScroll: false });
  return (
    <Page title="Products" aside={<Actions add={open} />}>
      <Filters search={search} narrow={narrow} />
      <Products search={search} showAll={() => narrow({ q: undefined })} />
      <ProductDrawer
        id={search.product}
        close={() => void navigate({ search: ({ product: _shown, ...rest }) => rest, resetScroll: false })}
      />
      <AddProduct opened={isAdding} close={close} show={show} />
    </Page>
  );
}

const Actions = ({ add }: { add: () => void }) => (
  <Group gap="sm">
    <ButtonLink to="/counter/products/import" variant="default" leftSection={<IconFileImport size={18} aria-hidden />}>
      Import CSV
    </ButtonLink>
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
      Add product
    </Button>
  </Group>
);

function Filters(props: { search: ProductsSearch; narrow: (changes: Pick<ProductsSearch, "q" | "shown">) => void }) {
  const { search, narrow } = props;
  return (
    <Group mb="md" gap="sm">
      <SearchField
        aria-label="Search products by name, description or SKU"
        placeholder="Name, description or SKU"
        flex={1}
        miw={220}
        search={search.q}
        onSearch={(text) => narrow({ q: text })}
      />
      <SegmentedControl
        aria-label="Shown"
        data={[
          { value: "listed", label: "In the shop" },
          { value: "archived", label: "Archived" },
        ]}
        value={search.shown ?? "listed"}
        onChange={(value) => narrow({ shown: value === "archived" ? value : undefined })}
      />
    </Group>
  );
}

function Products({ search, showAll }: { search: ProductsSearch; showAll: () => void }) {
  const list = useList(productListQuery(search));
  const gap = listGap(list, <LoadingRows what="The products" rows={8} height={72} />);
  if (gap !== null) return gap;
  return (
    <NarrowedList
      list={list}
      word="product"
      isNarrowed={search.q !== undefined}
      none={<NoProducts search={search} showAll={showAll} />}
      row={(product) => <ProductRow key={product.id} product={product} isOpen={product.id === search.product} />}
    />
  );
}

function NoProducts({ search: { q, shown }, showAll }: { search: ProductsSearch; showAll: () => void }) {
  if (q !== undefined)
    return (
      <NoMatch icon={IconPackage} what="products" showAll={showAll}>
        Search by the beginning of words in the name or description, or by the SKU.
      </NoMatch>
    );
  if (shown === "archived")
    return (
      <Message icon={IconPackage} title="Nothing is archived">
        A product that you archive is here. It is not sold any more, and old orders keep it.
      </Message>
    );
  return (
    <Message icon={IconPackage} title="No products yet">
      Add one, or import a CSV file of your catalogue.
    </Message>
  );
}
