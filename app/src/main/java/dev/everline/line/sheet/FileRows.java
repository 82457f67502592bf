package dev.everline.line.sheet;

import java.io.Closeable;
import java.util.Iterator;

/**
 * The rows of a table, one after the other, in bounded memory.
 *
 * <p>Its methods throw {@link UnreadableRows} where the file's format is wrong, and {@link
 * java.io.UncheckedIOException} where it can't be read.
 */
public interface FileRows extends Iterator<FileRow>, Closeable {}
