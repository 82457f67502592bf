package dev.everline.channel.cli;

import dev.everline.account.Invitations;
import dev.everline.lan.Lan;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server says when it has started: where it is, and how to come in. */
final class Greeting {

  private static final int HALF = 16 * 3 - 1;

  private final PrintWriter out;
  private final boolean pictures;

  /**
   * @param pictures whether a person's terminal shows it
   */
  Greeting(PrintWriter out, boolean pictures) {
    this.out = out;
    this.pictures = pictures;
  }

  /**
   * @param here the address on this machine
   * @param lan the home network, or null where it isn't served
   * @param first the code of the first owner, or null once there is one
   */
  void say(String here, @Nullable Lan lan, Invitations.@Nullable FirstOwner first) {
    out.println("Everline listens on " + here + " (Ctrl+C stops it).");
    if (lan == null) {
      out.println("To open it on your phone, start it with: everline serve --lan");
    } else {
      sayWhereInTheNetwork(lan);
    }
    if (first != null) {
      String what = first.ofSeveral() ? "the owner of account " + first.account() : "its owner";
      out.println("Nobody can sign in to the portal yet. Open " + here + "/join");
      if (lan != null) {
        out.println("or, on a phone that trusts the certificate, " + lan.origin() + "/join");
      }
      out.println("and become " + what + " with this code: " + first.code());
      if (lan != null && pictures) {
        out.println("The picture holds the code: show it to nobody who isn't to be the owner.");
        picture(lan.origin() + "/join#" + first.code());
      }
    }
  }

  private void sayWhereInTheNetwork(Lan lan) {
    out.println("In the home network it is " + lan.origin());
    lan.teaches().ifPresent(teaching -> sayHowToTrust(lan, teaching));
    if (lan.teaches().isEmpty() && pictures) {
      picture(lan.origin());
    }
  }

  private void sayHowToTrust(Lan lan, Lan.Teaching teaching) {
    List<String> begins = lan.setupAddresses();
    if (begins.isEmpty()) {
      out.println("This machine is in no network: connect it before you set up a phone.");
    } else {
      out.println("A phone needs its certificate first. Open this on the phone:");
      begins.forEach(address -> out.println("  " + address));
      if (pictures) {
        picture(begins.getFirst());
      }
    }
    String fingerprint = teaching.fingerprint();
    out.println("and trust the certificate only if the phone shows this SHA-256 fingerprint:");
    out.println("  " + fingerprint.substring(0, HALF));
    out.println("  " + fingerprint.substring(HALF + 1));
  }

  private void picture(String text) {
    out.println();
    TerminalPicture.of(text).forEach(out::println);
    out.println();
  }
}
