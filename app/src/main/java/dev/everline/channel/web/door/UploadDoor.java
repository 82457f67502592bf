package dev.everline.channel.web.door;

import dev.everline.account.Role;
import dev.everline.account.Sessions;
import dev.everline.catalog.bundle.SignedBundle;
import dev.everline.channel.web.frame.BrokenOff;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.fleet.UploadRefused;
import dev.everline.fleet.Uploads;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Admits files and pictures only from members who may send them, only where they are taken, none
 * too large and not too many at once. Comes before everything that reads a request: what is refused
 * here is never read.
 */
public final class UploadDoor extends OncePerRequestFilter {

  public static final String FILES = "/lines/import";
  public static final String PICTURES = "/lines/new/scan";

  /** Catalog bundles, from operators. */
  public static final String BUNDLES = "/console/catalog";

  /** Bytes; a phone's own photos are smaller. */
  public static final int LARGEST_PICTURE = 16 << 20;

  /** What the other fields of the form take at most. */
  private static final long BESIDES = 64 * 1024;

  private static final String SECONDS_TO_RETRY_AFTER = "5";

  private final UploadPermits permits;
  private final Pages pages;

  UploadDoor(UploadPermits permits, Pages pages) {
    this.permits = permits;
    this.pages = pages;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean picture =
        request.getRequestURI().equals(PICTURES) && HttpMethod.POST.matches(request.getMethod());
    if (!picture && !isMultipart(request)) {
      chain.doFilter(request, response);
      return;
    }
    AccountId account = sender(isBundle(request) ? Role.OPERATOR : Role.MANAGER);
    if (picture && account == null) {
      // The rules keep them out as from any page; nothing is read before.
      chain.doFilter(request, response);
      return;
    }
    ProblemPage problem = problem(request, picture, account);
    if (problem != null || account == null) {
      refuse(request, response, problem == null ? ProblemPage.of(ProblemType.FORBIDDEN) : problem);
      return;
    }
    try (UploadPermits.Permit permit = permits.take(account)) {
      if (permit == null) {
        response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY_AFTER);
        refuse(request, response, ProblemPage.tooManyUploads());
        return;
      }
      ArrivingBody body = new ArrivingBody(request.getInputStream(), System::nanoTime);
      if (picture) {
        body.attachTo(request);
        chain.doFilter(request, response);
      } else {
        chain.doFilter(ArrivingForm.open(request, body).of(request), response);
      }
    } catch (BrokenOff broken) {
      try {
        refuse(request, response, broken.problem());
      } catch (IOException gone) {
        // Nobody is there to be told.
        return;
      }
    }
  }

  private static boolean isMultipart(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private static @Nullable ProblemPage problem(
      HttpServletRequest request, boolean picture, @Nullable AccountId account) {
    boolean file = request.getRequestURI().equals(FILES) || isBundle(request);
    if (!picture && !(file && HttpMethod.POST.matches(request.getMethod()))) {
      return ProblemPage.of(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }
    if (account == null) {
      return ProblemPage.of(ProblemType.FORBIDDEN);
    }
    long most =
        picture
            ? LARGEST_PICTURE
            : BESIDES + (isBundle(request) ? SignedBundle.MOST_BYTES : Uploads.MOST_BYTES);
    if (request.getContentLengthLong() <= most) {
      return null;
    }
    return picture
        ? ProblemPage.pictureTooLarge(LARGEST_PICTURE >> 20)
        : ProblemPage.of(UploadRefused.Why.TOO_LARGE);
  }

  private static boolean isBundle(HttpServletRequest request) {
    return request.getRequestURI().equals(BUNDLES);
  }

  /** Null where somebody may not bring anything. */
  private static @Nullable AccountId sender(Role needed) {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who != null
            && who.getPrincipal() instanceof Sessions.Session session
            && session.stage() == Sessions.Stage.SIGNED_IN
            && session.member().role().mayWhatNeeds(needed)
        ? session.member().account()
        : null;
  }

  /** By a page; to the script that sends pictures by the sentence that it shows. */
  private void refuse(HttpServletRequest request, HttpServletResponse response, ProblemPage problem)
      throws IOException {
    if (!request.getRequestURI().equals(PICTURES)) {
      pages.problem(request, response, problem);
      return;
    }
    response.setStatus(problem.status());
    response.setContentType(MediaType.TEXT_PLAIN_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().write(problem.said(pages.visit(request)));
  }
}
