/** A CommonJS module without types: the path of the binary for this machine. */
declare module "workerd" {
  const workerd: { readonly default: string };
  export default workerd;
}
