package dev.everline.channel.web.door;

import dev.everline.account.Role;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The pages of one room and whom each is for, declared beside them. A page that no room declares is
 * closed to everybody. That members see only what belongs to their own account is no rule of these:
 * each service is asked with their account.
 */
public record PageAccess(List<Rule> rules) {

  public static final Audience EVERYBODY = new Audience.Everybody();
  public static final Audience CODE_OWED = new Audience.CodeOwed();
  public static final Audience SIGNED_IN = new Audience.SignedIn();
  public static final Audience VIEWER = new Audience.Members(Role.VIEWER);
  public static final Audience MANAGER = new Audience.Members(Role.MANAGER);
  public static final Audience OWNER = new Audience.Members(Role.OWNER);
  public static final Audience OPERATOR = new Audience.Members(Role.OPERATOR);

  /** Whom a page is for. */
  public sealed interface Audience {

    /** Also people who aren't signed in. */
    record Everybody() implements Audience {}

    /** People who have given their password and still owe a code; nobody else. */
    record CodeOwed() implements Audience {}

    /** Anyone who is signed in, for what is about themselves: operators too. */
    record SignedIn() implements Audience {}

    /** Members with this role or more, or operators. */
    record Members(Role role) implements Audience {}
  }

  /** Made by {@link #get} and {@link #post}. */
  public record Rule(HttpMethod method, PathPattern path, Audience audience) {

    /** HEAD is answered as GET is. */
    boolean fits(HttpMethod asked, PathContainer at) {
      HttpMethod like = asked.equals(HttpMethod.HEAD) ? HttpMethod.GET : asked;
      return like.equals(method) && path.matches(at);
    }
  }

  public PageAccess {
    rules = List.copyOf(rules);
  }

  public static PageAccess of(Rule... rules) {
    return new PageAccess(List.of(rules));
  }

  public static Rule get(String path, Audience audience) {
    return new Rule(HttpMethod.GET, PathPatternParser.defaultInstance.parse(path), audience);
  }

  public static Rule post(String path, Audience audience) {
    return new Rule(HttpMethod.POST, PathPatternParser.defaultInstance.parse(path), audience);
  }
}
