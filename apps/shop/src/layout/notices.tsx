import "@mantine/notifications/styles.layer.css";
import { Notifications } from "@mantine/notifications";

import classes from "./notices.module.css";

/**
 * Short notices over the page, in the corner where neither a title nor a drawer nor the next button is. Nobody needs them
 * before the page is there.
 */
export const Notices = () => <Notifications position="bottom-left" classNames={{ root: classes.notices }} />;
