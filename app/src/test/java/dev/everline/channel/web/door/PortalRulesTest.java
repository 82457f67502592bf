package dev.everline.channel.web.door;

import static dev.everline.channel.web.door.PageAccess.MANAGER;
import static dev.everline.channel.web.door.PageAccess.OWNER;
import static dev.everline.channel.web.door.PageAccess.VIEWER;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class PortalRulesTest {

  private final PortalRules rules =
      new PortalRules(
          List.of(
              PageAccess.of(get("/lines/{line}", VIEWER), post("/lines/{line}", OWNER)),
              PageAccess.of(get("/lines/import", MANAGER), get("/portal/**", VIEWER))));

  private PageAccess.Audience audience(HttpMethod method, String path) {
    return rules.ruleFor(method, path).orElseThrow().audience();
  }

  @Test
  void theMostSpecificPathCountsWhicheverRoomDeclaresIt() {
    assertThat(audience(HttpMethod.GET, "/lines/import")).isEqualTo(MANAGER);
    assertThat(audience(HttpMethod.GET, "/lines/1")).isEqualTo(VIEWER);
    assertThat(audience(HttpMethod.POST, "/lines/import")).isEqualTo(OWNER);
  }

  @Test
  void whatNoRoomDeclaresHasNoRule() {
    assertThat(rules.ruleFor(HttpMethod.GET, "/lines")).isEmpty();
    assertThat(rules.ruleFor(HttpMethod.PUT, "/lines/1")).isEmpty();
    assertThat(rules.ruleFor(HttpMethod.GET, "/lines/1/")).isEmpty();
  }

  @Test
  void headIsForWhomGetIsFor() {
    assertThat(audience(HttpMethod.HEAD, "/lines/1")).isEqualTo(VIEWER);
  }

  @Test
  void twoRulesForOnePageAreRefusedAtStart() {
    PageAccess one = PageAccess.of(get("/money", VIEWER));
    PageAccess other = PageAccess.of(get("/money", OWNER));
    assertThatThrownBy(() -> new PortalRules(List.of(one, other)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there are two rules for GET /money");
    PageAccess between = PageAccess.of(post("/money", OWNER));
    assertThatThrownBy(() -> new PortalRules(List.of(one, between, other)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there are two rules for GET /money");
  }

  @Test
  void onlyPagesOfOursAreGoneToAfterwards() {
    assertThat(rules.local("/lines/1?sort=name")).isEqualTo("/lines/1?sort=name");
    for (String elsewhere :
        List.of("//evil.example/", "https://evil.example/", "/nowhere", "/lines/1#a", "/\\evil")) {
      assertThat(rules.local(elsewhere)).isEqualTo("/");
    }
  }
}
