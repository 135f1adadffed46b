import { CloseButton, SimpleGrid, Skeleton, TextInput, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { limits } from "@till/contracts";
import { IconSearch, IconSearchOff } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { count } from "../format.ts";
import { Failure } from "../layout/failure.tsx";
import { ButtonLink } from "../layout/link.tsx";
import { LoadMore } from "../layout/load-more.tsx";
import { Message } from "../layout/message.tsx";
import { Page } from "../layout/page.tsx";
import classes from "./catalogue-page.module.css";
import { ProductCard } from "./product-card.tsx";
import { productsQuery } from "./products.ts";

const route = getRouteApi("/");

/** Time to type on before a search starts, in milliseconds. */
const pauseMs = 200;

const columns = { base: 1, xs: 2, md: 3, lg: 4 };

export function CataloguePage() {
  const { q: search = "" } = route.useSearch();
  return (
    <Page title="Coffee, tea and tools" aside={<SearchField search={search} />}>
      <p className={classes.intro}>
        Small lots from the hills of India, and what it takes to brew them well. Search, fill a basket and pay with a
        test card: no real money moves.
      </p>
      <Products search={search} />
    </Page>
  );
}

/** The search stands in the address, so it can be shared, and the back button leads out of it. */
function SearchField({ search }: { search: string }) {
  const navigate = route.useNavigate();
  const [text, setText] = useState(search);
  const [typed] = useDebouncedValue(text, pauseMs);
  // The address was changed by the back button or a link.
  useEffect(() => setText((now) => (now.trim() === search ? now : search)), [search]);
  useEffect(() => {
    const q = typed.trim();
    void navigate({ search: q === "" ? {} : { q }, replace: true, resetScroll: false });
  }, [typed, navigate]);
  return (
    <TextInput
      type="search"
      aria-label="Search the catalogue"
      placeholder="Search, such as “filter”"
      w={{ base: "100%", xs: 280 }}
      maxLength={limits.searchLength}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={text === "" ? null : <CloseButton aria-label="Clear the search" onClick={() => setText("")} />}
    />
  );
}

function Products({ search }: { search: string }) {
  const list = useInfiniteQuery({ ...productsQuery(search), placeholderData: keepPreviousData });
  if (list.isPending) return <Loading />;
  if (list.isError && list.data === undefined) return <Failure error={list.error} retry={() => void list.refetch()} />;
  const products = list.data.pages.flatMap(({ items }) => items);
  return (
    <>
      <VisuallyHidden role="status">{search === "" ? "" : `${count(products.length, "product")} found`}</VisuallyHidden>
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
          Try fewer or shorter words, such as “tea” or “grind”.
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

/** Takes the place that the cards will take. */
function Loading() {
  return (
    <SimpleGrid cols={columns} spacing="md" aria-busy="true" aria-label="The catalogue is being loaded">
      {Array.from({ length: 12 }, (_, index) => (
        <Skeleton key={index} h={{ base: 132, xs: 316 }} radius="md" />
      ))}
    </SimpleGrid>
  );
}
