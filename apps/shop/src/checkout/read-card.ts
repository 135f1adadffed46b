/** What a gateway's field says of the card in it: its id at the gateway, or what is wrong. */
export type ReadCard = () => Promise<{ token: string } | { problem: string }>;
