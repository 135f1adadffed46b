/**
 * Runs after each install, and fails it if scripts would run on an old Node. pnpm leaves out an optional dependency
 * that it can't fetch or whose hash is wrong, and says nothing. This file is JavaScript, so an old Node can read it.
 */
const oldestMajor = 24;

const { version, platform, arch } = process;
if (Number(version.slice(1).split(".")[0]) < oldestMajor) {
  console.error(
    `The scripts would run on Node ${version}, and need Node ${oldestMajor} or newer. The Node package for ${platform}-${arch} ` +
      "was not installed: the download failed, its hash differs from pnpm-lock.yaml, or there is no package for this " +
      "platform. Check the network and pnpm-lock.yaml, or install a newer Node yourself.",
  );
  process.exitCode = 1;
}
