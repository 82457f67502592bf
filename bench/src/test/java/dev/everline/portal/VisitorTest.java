package dev.everline.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitorTest {

  @Test
  void aPagesLinksAreThoseOfThisServerEachOnce() {
    String page =
        """
        <a href="/lines/ln_1?after=2&amp;sort=name#top">one</a> <a href="/money">Money</a>
        <a href="/money">Money</a> <a href="https://carrier.example/">elsewhere</a>
        """;
    assertThat(Visitor.links(page)).containsExactly("/lines/ln_1?after=2&sort=name", "/money");
  }
}
