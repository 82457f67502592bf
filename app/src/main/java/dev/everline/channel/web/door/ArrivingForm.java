package dev.everline.channel.web.door;

import dev.everline.channel.web.frame.BrokenOff;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/**
 * A form with one file, read as it comes: first its token, by which it is let in or not, and only
 * then the file. So nothing of the file is kept anywhere before that is decided, and afterwards
 * only where it is to lie, sealed.
 */
public final class ArrivingForm {

  private static final String FILE = "file";
  private static final String TOKEN = "_csrf";
  private static final String ATTRIBUTE = ArrivingForm.class.getName();
  private static final int LONGEST_TOKEN = 1_000;
  private static final int LONGEST_HEADER = 4 * 1024;

  private final FileItemIterator parts;
  private final String token;

  private ArrivingForm(FileItemIterator parts, String token) {
    this.parts = parts;
    this.token = token;
  }

  /**
   * Reads the token, which our own form sends first; a form without one has none.
   *
   * @throws BrokenOff when it is no form, or ends before the token
   */
  static ArrivingForm open(HttpServletRequest request, InputStream body) throws BrokenOff {
    FileUpload reader = new FileUpload();
    reader.setHeaderEncoding(StandardCharsets.UTF_8.name());
    reader.setPartHeaderSizeMax(LONGEST_HEADER);
    try {
      FileItemIterator parts = reader.getItemIterator(context(request, body));
      return new ArrivingForm(parts, token(parts));
    } catch (IOException broken) {
      throw BrokenOff.by(broken);
    }
  }

  private static String token(FileItemIterator parts) throws IOException {
    if (!parts.hasNext()) {
      return "";
    }
    FileItemStream first = parts.next();
    if (!first.isFormField() || !TOKEN.equals(first.getFieldName())) {
      return "";
    }
    try (InputStream value = first.openStream()) {
      return new String(value.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8);
    }
  }

  private static UploadContext context(HttpServletRequest request, InputStream body) {
    return new UploadContext() {
      @Override
      public long contentLength() {
        return request.getContentLengthLong();
      }

      @Override
      public String getCharacterEncoding() {
        return StandardCharsets.UTF_8.name();
      }

      @Override
      public String getContentType() {
        return Objects.requireNonNullElse(request.getContentType(), "");
      }

      @Override
      public InputStream getInputStream() {
        return body;
      }
    };
  }

  /** The request with its token as a parameter, as other forms have it, and this form. */
  HttpServletRequest of(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
    return new HttpServletRequestWrapper(request) {
      @Override
      public @Nullable String getParameter(String name) {
        return TOKEN.equals(name) ? token : super.getParameter(name);
      }
    };
  }

  /** What {@link UploadDoor} let in; null where a form had no file and was sent as others are. */
  public static @Nullable ArrivingForm in(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof ArrivingForm form ? form : null;
  }

  /**
   * The file.
   *
   * @param name as it is called where it comes from, perhaps empty
   */
  public record Arriving(String name, InputStream content) {}

  /**
   * The form's file, or null when none was chosen; to be read once, at once.
   *
   * @throws BrokenOff when the form ends before it
   */
  public @Nullable Arriving file() throws BrokenOff {
    try {
      while (parts.hasNext()) {
        FileItemStream part = parts.next();
        if (!part.isFormField() && FILE.equals(part.getFieldName())) {
          String name = part.getName();
          return new Arriving(name == null ? "" : name, new Content(part.openStream()));
        }
      }
      return null;
    } catch (IOException broken) {
      throw BrokenOff.by(broken);
    }
  }

  /** Tells a form that ends too early from a disk that can't be written. */
  private static final class Content extends FilterInputStream {

    Content(InputStream content) {
      super(content);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException broken) {
        throw BrokenOff.by(broken);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException broken) {
        throw BrokenOff.by(broken);
      }
    }
  }
}
