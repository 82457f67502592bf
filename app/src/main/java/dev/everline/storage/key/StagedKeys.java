package dev.everline.storage.key;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Seal;
import dev.everline.storage.embedded.ClusterFolder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * The keys that a restore brings, under a name of their own until its end: the file of keys itself
 * is never one of an unfinished restore, so it is never deleted.
 */
public record StagedKeys(KeyFile file) {

  private KeyFile staged() {
    return new KeyFile(file.path().resolveSibling(file.path().getFileName() + ".restoring"));
  }

  public KeyFile stage(String copy) {
    forget();
    KeyFile staged = staged();
    staged.putBack(copy);
    return staged;
  }

  /** The file of keys appears. One that was put there meanwhile is left as it is. */
  public void place() {
    Path staged = staged().path();
    if (!Files.exists(staged)) {
      return;
    }
    try {
      Files.move(staged, file.path());
      ClusterFolder.force(Objects.requireNonNull(file.path().getParent()));
    } catch (FileAlreadyExistsException there) {
      requireTheSame();
      forget();
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  private void requireTheSame() {
    if (!Arrays.equals(new Seal(file).identity(), new Seal(staged()).identity())) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "'"
              + file.path()
              + "' holds the keys of a database other than the one restored here, whose keys are in"
              + " '"
              + staged().path()
              + "'. Move the first away.");
    }
  }

  public void forget() {
    try {
      Files.deleteIfExists(staged().path());
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  private ProblemException failed(IOException failure) {
    return new ProblemException(
        ProblemType.CONFIGURATION,
        "The key file '"
            + file.path()
            + "' can't be written; check that its folder exists and is writable.",
        failure);
  }
}
