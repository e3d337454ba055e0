/** A body that cannot be read; its message is the reason. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}
