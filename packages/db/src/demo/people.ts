import type { AddUserInput, User } from "@till/contracts";

/** The people of the demo shop. Emails are in a domain that can't exist (RFC 2606). */
export const demoPeople: readonly User[] = [
  { id: "usr_asha", role: "customer", name: "Asha Rao", email: "asha@example.com", phone: "+919800000001" },
  { id: "usr_ben", role: "customer", name: "Ben Okafor", email: "ben@example.com", phone: "+919800000002" },
  { id: "usr_chen", role: "customer", name: "Chen Li", email: "chen@example.com", phone: "+919800000003" },
  { id: "usr_meera", role: "staff", name: "Meera Nair", email: "meera@example.com", phone: "+919800000009" },
];

/** A person who was never here before. Nobody has the phone number. */
export const newDemoUser = ({ role, name = "New Person" }: AddUserInput, unique: string): User => ({
  id: `usr_${unique}`,
  role,
  name,
  email: `${unique}@example.com`,
  phone: "+919800000000",
});
