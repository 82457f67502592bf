package dev.everline.sandbox.carrier.books;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of checked records that many threads write together: whatever came while one
 * fsync ran shares the next. What {@link #await} has returned for survives a crash; a record cut
 * short by a crash is dropped at the next opening. One process at a time holds the folder.
 */
final class Journal implements AutoCloseable {

  private static final String FILE = "carrier-sandbox.journal";
  private static final long MAGIC = 0x4556_4c43_534a_0001L;
  private static final int FRAME = 8;
  private static final int LARGEST_RECORD = 1 << 20;
  private static final int LARGEST_BATCH = 8 << 20;

  private final FileChannel lockFile;
  private final FileChannel file;
  private final long droppedOnOpening;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final Thread flusher;
  private Batch filling = new Batch(new byte[1 << 16]);
  private @Nullable Batch flushing;
  private @Nullable IOException broken;
  private boolean closed;

  /** Records that become durable together. */
  static final class Batch {
    private final CountDownLatch durable = new CountDownLatch(1);
    private byte[] bytes;
    private int size;
    private volatile @Nullable IOException failure;

    private Batch(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  private Journal(FileChannel lockFile, FileChannel file, long droppedOnOpening) {
    this.lockFile = lockFile;
    this.file = file;
    this.droppedOnOpening = droppedOnOpening;
    this.flusher = Thread.ofPlatform().name("journal").daemon().unstarted(this::flushUntilClosed);
  }

  /**
   * Opens the journal of a folder and reads back what it holds.
   *
   * @throws IOException when the folder can't be used, another process holds it, or the file is not
   *     a journal
   */
  static Journal open(Path folder, Consumer<byte[]> replay) throws IOException {
    Files.createDirectories(folder);
    FileChannel lockFile = lock(folder);
    try {
      FileChannel file =
          FileChannel.open(
              folder.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      long end = file.size();
      long good = end == 0 ? begin(file, folder) : read(file, replay);
      if (good < end) {
        file.truncate(good);
        file.force(true);
      }
      file.position(Math.max(good, Long.BYTES));
      Journal journal = new Journal(lockFile, file, Math.max(0, end - good));
      journal.flusher.start();
      return journal;
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("carrier-sandbox.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    FileLock held;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      held = null;
    }
    if (held == null) {
      channel.close();
      throw new IOException(
          "The state folder "
              + folder.toAbsolutePath()
              + " is in use by another carrier sandbox; stop that one or give another folder with"
              + " --state.");
    }
    return channel;
  }

  private static long begin(FileChannel file, Path folder) throws IOException {
    writeHeader(file);
    // The name of a new file is durable only when its folder is.
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
    return Long.BYTES;
  }

  private static void writeHeader(FileChannel file) throws IOException {
    file.write(ByteBuffer.allocate(Long.BYTES).putLong(MAGIC).flip(), 0);
    file.force(true);
  }

  private static long read(FileChannel file, Consumer<byte[]> replay) throws IOException {
    long size = file.size();
    if (size < Long.BYTES) {
      // A crash came between the file's creation and its first bytes.
      file.truncate(0);
      writeHeader(file);
      return Long.BYTES;
    }
    file.position(0);
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), 1 << 18));
    if (in.readLong() != MAGIC) {
      throw new IOException(
          FILE + " is not a journal of this version; give an empty folder with --state.");
    }
    long good = Long.BYTES;
    CRC32C crc = new CRC32C();
    while (true) {
      try {
        int length = in.readInt();
        int expected = in.readInt();
        if (length <= 0 || length > LARGEST_RECORD) {
          return good;
        }
        byte[] record = in.readNBytes(length);
        crc.reset();
        crc.update(record);
        if (record.length < length || (int) crc.getValue() != expected) {
          return good;
        }
        replay.accept(record);
        good += FRAME + length;
      } catch (EOFException e) {
        return good;
      }
    }
  }

  /** Bytes of an unfinished record that the last crash left behind, and that are gone. */
  long droppedOnOpening() {
    return droppedOnOpening;
  }

  /**
   * Adds a record after all before it; it is durable once {@link #await} has returned for the
   * batch. Waits when the disk is behind by a whole batch.
   */
  Batch append(byte[] record) {
    if (record.length == 0 || record.length > LARGEST_RECORD) {
      throw new IllegalArgumentException(
          "A record of " + record.length + " bytes is not between 1 and " + LARGEST_RECORD);
    }
    CRC32C crc = new CRC32C();
    crc.update(record);
    lock.lock();
    try {
      while (filling.size > LARGEST_BATCH && broken == null && !closed) {
        idle.awaitUninterruptibly();
      }
      if (broken != null || closed) {
        throw new UncheckedIOException(
            new IOException("The journal takes no more records", broken));
      }
      Batch batch = filling;
      int needed = batch.size + FRAME + record.length;
      if (needed > batch.bytes.length) {
        batch.bytes = Arrays.copyOf(batch.bytes, Math.max(needed, batch.bytes.length * 2));
      }
      ByteBuffer.wrap(batch.bytes, batch.size, FRAME)
          .putInt(record.length)
          .putInt((int) crc.getValue());
      System.arraycopy(record, 0, batch.bytes, batch.size + FRAME, record.length);
      if (batch.size == 0) {
        work.signal();
      }
      batch.size = needed;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the batch is durable. */
  void await(Batch batch) {
    boolean interrupted = false;
    while (true) {
      try {
        batch.durable.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    IOException failure = batch.failure;
    if (failure != null) {
      throw new UncheckedIOException("The journal could not be written", failure);
    }
  }

  /**
   * Waits until everything appended so far is durable, so that a reader sees nothing that isn't.
   */
  void awaitAll() {
    Batch last;
    lock.lock();
    try {
      last = filling.size > 0 ? filling : flushing;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      await(last);
    }
  }

  /** Forgets everything; the caller sees to it that nobody appends meanwhile. */
  void clear() {
    awaitAll();
    lock.lock();
    try {
      file.truncate(Long.BYTES);
      file.position(Long.BYTES);
      file.force(true);
    } catch (IOException e) {
      broken = e;
      throw new UncheckedIOException("The journal could not be cleared", e);
    } finally {
      lock.unlock();
    }
  }

  private void flushUntilClosed() {
    byte[] spare = new byte[1 << 16];
    while (true) {
      Batch batch;
      lock.lock();
      try {
        while (filling.size == 0 && !closed) {
          work.awaitUninterruptibly();
        }
        if (filling.size == 0) {
          return;
        }
        batch = filling;
        flushing = batch;
        filling = new Batch(spare);
      } finally {
        lock.unlock();
      }
      IOException failure = write(batch);
      lock.lock();
      try {
        flushing = null;
        broken = broken == null ? failure : broken;
        idle.signalAll();
      } finally {
        lock.unlock();
      }
      spare = batch.bytes;
      batch.failure = failure;
      batch.durable.countDown();
    }
  }

  private @Nullable IOException write(Batch batch) {
    IOException before = broken;
    if (before != null) {
      return before;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(batch.bytes, 0, batch.size);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** Writes what is left and releases the folder. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      work.signal();
      idle.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      flusher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (lockFile) {
      file.close();
    }
  }
}
