package dev.everline;

import java.util.Arrays;
import java.util.Random;

/** What becomes of a file when bytes of it are changed, removed, doubled and strewn in. */
public final class MutatedBytes {

  private static final byte[][] STREWN = {
    {0},
    {'"'},
    {'\''},
    {','},
    {'\n'},
    {'\r', '\n'},
    {':', ' '},
    {'-', ' '},
    {'&', 'a'},
    {'*', 'a'},
    {'!', '!'},
    {'[', '{'},
    {'%'},
    {'|'},
    {'#'},
    {'\t'},
    {'9', '9', '9', '9', '9', '9', '9', '9'},
    {(byte) 0xFF},
    {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
    {(byte) 0xE2, (byte) 0x80, (byte) 0x8F},
    {(byte) 0xF0, (byte) 0x9F, (byte) 0x93, (byte) 0xB1},
    {(byte) 0xC2, (byte) 0x85}
  };

  private MutatedBytes() {}

  /** Seed 0 leaves the bytes as they are, so that the corpus itself is tried too. */
  public static byte[] of(byte[] original, long seed) {
    Random random = new Random(seed);
    byte[] bytes = original.clone();
    int changes = seed == 0 ? 0 : 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      int end = Math.min(bytes.length, at + 1 + random.nextInt(12));
      byte[] part = Arrays.copyOfRange(bytes, at, end);
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            case 1 -> joined(bytes, at, new byte[0], end);
            case 2 -> joined(bytes, at, part, at);
            case 3 -> Arrays.copyOf(bytes, at);
            default -> joined(bytes, at, STREWN[random.nextInt(STREWN.length)], at);
          };
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int until, byte[] middle, int from) {
    byte[] joined = Arrays.copyOf(bytes, until + middle.length + bytes.length - from);
    System.arraycopy(middle, 0, joined, until, middle.length);
    System.arraycopy(bytes, from, joined, until + middle.length, bytes.length - from);
    return joined;
  }
}
