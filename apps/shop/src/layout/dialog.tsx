import { Modal, type ModalProps } from "@mantine/core";
import { KeepFocus } from "./focus.tsx";

/** A dialog in the middle of the page. When it closes, the focus always has a place. */
export const Dialog = ({ children, ...props }: ModalProps) => (
  <Modal centered {...props}>
    <KeepFocus />
    {children}
  </Modal>
);
