declare module 'xhr2' {
  /** XMLHttpRequest for Node; it comes without types. */
  const XMLHttpRequest: new () => object;
  export default XMLHttpRequest;
}
