module.exports = {
  hooks: {
    readPackage(pkg) {
      // It asks for TypeScript 5 as a peer, because it needs the programming interface that TypeScript 7 has no more.
      if (pkg.name === "openapi-typescript") {
        delete pkg.peerDependencies.typescript;
        pkg.dependencies.typescript = "5.9.3";
      }
      return pkg;
    },
    // Who installs a package needs neither what it was built with nor how.
    beforePacking(pkg) {
      delete pkg.devDependencies;
      delete pkg.scripts;
      return pkg;
    },
  },
};
