package dev.everline.channel.web.settings;

import java.util.List;

/**
 * What is shown only once: recovery codes, a token, an invitation's code.
 *
 * @param address where it is to be entered, or empty where the explanation names none
 */
record GivenOutPage(String title, String explanation, String address, List<String> secrets) {

  GivenOutPage(String title, String explanation, List<String> secrets) {
    this(title, explanation, "", secrets);
  }
}
