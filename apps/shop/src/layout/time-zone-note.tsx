import { Container, Text } from "@mantine/core";
import { timeZoneName } from "../format.ts";

/** Says in which time zone the shop writes times. Its receipts and the bank's page can't know it and have UTC, as they say. */
export const TimeZoneNote = () => (
  <Container component="footer" size="lg" pb="lg">
    <Text size="sm" c="dimmed">
      Times are in your time zone, {timeZoneName(new Date())}. Receipts and the bank&rsquo;s page use UTC.
    </Text>
  </Container>
);
