import { SimpleGrid, Skeleton, VisuallyHidden } from "@mantine/core";
import { IconSearchOff } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { count } from "../format.ts";
import { ButtonLink } from "../layout/link.tsx";
import { listGap } from "../layout/list-gap.tsx";
import { LoadMore } from "../layout/load-more.tsx";
import { Message } from "../layout/message.tsx";
import { Page } from "../layout/page.tsx";
import { SearchField } from "../layout/search-field.tsx";
import classes from "./catalogue-page.module.css";
import { pageSettings } from "../page-settings.ts";
import { ProductCard } from "./product-card.tsx";
import { productsQuery } from "./products.ts";

const route = getRouteApi("/");

const columns = { base: 1, xs: 2, md: 3, lg: 4 };

export function CataloguePage() {
  const { q: search = "" } = route.useSearch();
  return (
    <Page title={pageSettings.isSandbox ? "Coffee, tea and tools" : "Products"} aside={<Search search={search} />}>
      {pageSettings.isSandbox ? <DemoIntro /> : null}
      <Products search={search} />
    </Page>
  );
}

const DemoIntro = () => (
  <p className={classes.intro}>
    Small lots from the hills of India, and what it takes to brew them well. Search, fill a basket and pay with a test
    card: no real money moves.
  </p>
);

/** The search is in the URL, so it can be shared, and the back button leaves it. */
function Search({ search }: { search: string }) {
  const navigate = route.useNavigate();
  return (
    <SearchField
      aria-label="Search the catalogue"
      placeholder={pageSettings.isSandbox ? "Search, such as “filter”" : "Search"}
      w={{ base: "100%", xs: 280 }}
      search={search}
      onSearch={(q) => void navigate({ search: q === undefined ? {} : { q }, replace: true, resetScroll: false })}
    />
  );
}

function Products({ search }: { search: string }) {
  const list = useInfiniteQuery({ ...productsQuery(search), placeholderData: keepPreviousData });
  const gap = listGap(list, <Loading />);
  if (gap !== null) return gap;
  const products = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <VisuallyHidden role="status">
        {search === "" || list.isPlaceholderData ? "" : `${count(products.length, "product")} found`}
      </VisuallyHidden>
      {products.length === 0 ? (
        <Message
          icon={IconSearchOff}
          title={`Nothing found for “${search}”`}
          action={
            <ButtonLink to="/" search={{}} variant="light">
              Show everything
            </ButtonLink>
          }
        >
          Try fewer or shorter words.
        </Message>
      ) : (
        <SimpleGrid cols={columns} spacing="md" aria-busy={list.isPlaceholderData}>
          {products.map((product) => (
            <ProductCard key={product.id} product={product} />
          ))}
        </SimpleGrid>
      )}
      <LoadMore list={list} />
    </>
  );
}

/** A placeholder for the cards. */
function Loading() {
  return (
    <SimpleGrid cols={columns} spacing="md" aria-busy="true" aria-label="The catalogue is being loaded">
      {Array.from({ length: 12 }, (_, index) => (
        <Skeleton key={index} h={{ base: 132, xs: 316 }} radius="md" />
      ))}
    </SimpleGrid>
  );
}
