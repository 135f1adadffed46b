import { Container, Text } from "@mantine/core";
import { timeZoneName } from "../format.ts";

/** Says which time zone the shop uses. Receipts and the bank's page can't know it, so they use UTC. */
export function TimeZoneNote() {
  const zone = timeZoneName(new Date());
  return (
    <Container component="footer" size="lg" pb="lg">
      <Text size="sm" c="dimmed">
        {zone === "UTC"
          ? "Times are in UTC."
          : `Times are in your time zone, ${zone}. Receipts and the bank’s page use UTC.`}
      </Text>
    </Container>
  );
}
