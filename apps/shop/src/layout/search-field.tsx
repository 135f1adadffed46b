import { CloseButton, TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { limits } from "@till/contracts";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";

/** How long to wait for more typing before a search starts, in milliseconds. */
const pauseMs = 250;

interface SearchFieldProps extends Omit<TextInputProps, "value" | "onChange"> {
  /** The current search. */
  search: string | undefined;
  /** Called once the person has stopped typing, with trimmed text; undefined if there is none. */
  onSearch: (text: string | undefined) => void;
}

/** A field that searches while a person types. The caller keeps the search, in the URL. */
export function SearchField({ search = "", onSearch, ...field }: SearchFieldProps) {
  const [text, setText] = useState(search);
  // The back button or a link changed the URL.
  useEffect(() => setText((now) => (now.trim() === search ? now : search)), [search]);
  const searchSoon = useDebouncedCallback((typed: string) => onSearch(typed.trim() || undefined), pauseMs);
  const change = (typed: string) => {
    setText(typed);
    searchSoon(typed);
  };
  return (
    <TextInput
      type="search"
      maxLength={limits.searchLength}
      value={text}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={text === "" ? null : <CloseButton aria-label="Clear the search" onClick={() => change("")} />}
      {...field}
    />
  );
}
