import { Card, Table, Title, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";

/** A row of a chart's numbers: the name of the day, and a value for each column. */
export interface ChartRow {
  day: string;
  values: readonly string[];
}

/** A chart with its heading. Screen readers get its numbers as a table. */
export function ChartCard(props: { title: string; columns: readonly string[]; rows: ChartRow[]; children: ReactNode }) {
  const { title, columns, rows, children } = props;
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h4" mb="md">
        {title}
      </Title>
      <div aria-hidden>{children}</div>
      <VisuallyHidden>
        <Table>
          <Table.Caption>{title}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Day</Table.Th>
              {columns.map((column) => (
                <Table.Th key={column} scope="col">
                  {column}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ day, values }) => (
              <Table.Tr key={day}>
                <Table.Th scope="row">{day}</Table.Th>
                {values.map((value, index) => (
                  <Table.Td key={columns[index]}>{value}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </VisuallyHidden>
    </Card>
  );
}
