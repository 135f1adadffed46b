import { CloseButton, TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { limits } from "@till/contracts";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";

/** Time to type on before a search starts, in milliseconds. */
const pauseMs = 250;

interface SearchFieldProps extends Omit<TextInputProps, "value" | "onChange"> {
  /** What is searched for now. */
  search: string;
  /** Called once the person has stopped typing, with trimmed text. */
  onSearch: (text: string) => void;
}

/** A field that searches while one types. What it searches for stands elsewhere: in the address of the page. */
export function SearchField({ search, onSearch, ...field }: SearchFieldProps) {
  const [text, setText] = useState(search);
  // The address was changed by the back button or a link.
  useEffect(() => setText((now) => (now.trim() === search ? now : search)), [search]);
  const searchSoon = useDebouncedCallback((typed: string) => onSearch(typed.trim()), pauseMs);
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
