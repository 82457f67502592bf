package dev.everline.channel.web.settings;

import java.util.List;

/** What is shown only once: recovery codes, a token, an invitation's code. */
record GivenOutPage(String title, String explanation, List<String> secrets) {}
