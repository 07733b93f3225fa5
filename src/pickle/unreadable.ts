/** Why bytes cannot be read as a pickle; the message completes "it was not read because …". */
export class UnreadablePickle extends Error {
  override readonly name = 'UnreadablePickle';
}
