/** A file that counts the bytes that are read of it. */
export class Watched extends File {
  bytesRead = 0;

  override slice(from = 0, to = this.size): Blob {
    this.bytesRead += Math.min(to, this.size) - from;
    return super.slice(from, to);
  }
}
