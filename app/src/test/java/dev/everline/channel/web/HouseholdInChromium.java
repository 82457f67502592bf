package dev.everline.channel.web;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests in one browser on one server, with a household and its owner of each test's own. */
abstract class HouseholdInChromium {

  static Chromium chromium;
  static PortalServer server;
  static Plan plan;

  Account household;
  Browser owner;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
    server = new PortalServer();
    plan = server.plan(server.account().id());
  }

  @AfterAll
  static void stop() {
    server.close();
    chromium.close();
  }

  @BeforeEach
  void aHousehold() {
    household = server.account();
    owner = server.member(household.id(), Role.OWNER);
  }
}
