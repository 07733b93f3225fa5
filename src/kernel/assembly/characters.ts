// Characters and words of JSON, and of delimited text.

export namespace Char {
  export const TAB: u8 = 0x09;
  export const LINE_FEED: u8 = 0x0a;
  export const RETURN: u8 = 0x0d;
  export const BLANK: u8 = 0x20;
  export const QUOTE: u8 = 0x22;
  export const PLUS: u8 = 0x2b;
  export const COMMA: u8 = 0x2c;
  export const MINUS: u8 = 0x2d;
  export const POINT: u8 = 0x2e;
  export const SLASH: u8 = 0x2f;
  export const ZERO: u8 = 0x30;
  export const COLON: u8 = 0x3a;
  export const EQUALS: u8 = 0x3d;
  export const OPEN_LIST: u8 = 0x5b;
  export const BACKSLASH: u8 = 0x5c;
  export const CLOSE_LIST: u8 = 0x5d;
  export const LETTER_A: u8 = 0x61;
  export const LETTER_E: u8 = 0x65;
  export const LETTER_U: u8 = 0x75;
  export const OPEN: u8 = 0x7b;
  export const CLOSE: u8 = 0x7d;
}

/** As they are in memory. */
export namespace Word {
  export const NULL: u32 = 0x6c6c756e;
  export const TRUE: u32 = 0x65757274;
  export const FALSE: u64 = 0x65736c6166;
}
