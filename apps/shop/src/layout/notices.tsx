import "@mantine/notifications/styles.layer.css";
import { Notifications } from "@mantine/notifications";

/** Short notices over the page. Nobody needs them before the page is there. */
export const Notices = () => <Notifications position="top-center" />;
