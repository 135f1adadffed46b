import "@mantine/notifications/styles.layer.css";
import { Notifications } from "@mantine/notifications";

import classes from "./notices.module.css";

/**
 * Short notices, in the corner that has no title, drawer or next button. They load after the first paint.
 */
export const Notices = () => <Notifications position="bottom-left" classNames={{ root: classes.notices }} />;
