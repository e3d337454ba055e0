declare module 'html-encoding-sniffer' {
  /** The name of the encoding of a page, by its byte-order mark, its head and its own words, in that order. */
  function htmlEncodingSniffer(
    bytes: Uint8Array,
    options?: { xml?: boolean; transportLayerEncodingLabel?: string; defaultEncoding?: string },
  ): string;
  export = htmlEncodingSniffer;
}
