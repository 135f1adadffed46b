const needed = { major: 22, minor: 13 };

/** What to tell somebody whose Node is too old for Till, or null. An older Node can load this module, and no other. */
export function sayOldNode(): string | null {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > needed.major || (major === needed.major && minor >= needed.minor)) return null;
  return `Till needs Node ${needed.major}.${needed.minor} or newer. This is Node ${process.versions.node}.`;
}
